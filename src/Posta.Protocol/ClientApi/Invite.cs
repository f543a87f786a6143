namespace Posta.Protocol.ClientApi;

/// <summary><c>POST /invite/info</c> and <c>POST /invite/redeem</c>.</summary>
/// <param name="Invite">The code, <c>pinv_…</c>.</param>
/// <param name="DeviceName">What to call the device; only for redeeming.</param>
public sealed record InviteRequest(string Invite = "", string DeviceName = "");

/// <summary>What an open invite is for.</summary>
/// <param name="Identity">The identity's URL in display form.</param>
/// <param name="DeviceName">The name that the inviting person thought of; empty without one.</param>
/// <param name="ExpiresAt">Until when it can be used.</param>
public sealed record InviteInfo(string Identity = "", string DeviceName = "", string ExpiresAt = "");

/// <summary>What an invite was exchanged for. The token is a secret, and shown this once.</summary>
/// <param name="Token">The bearer token.</param>
/// <param name="Identity">The identity's URL in display form.</param>
/// <param name="DeviceName">What the device is called now.</param>
public sealed record RedeemedInvite(string Token = "", string Identity = "", string DeviceName = "");
