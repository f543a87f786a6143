namespace Posta.Protocol.ClientApi;

/// <summary><c>POST /invite/info</c>.</summary>
public sealed record InviteCode(string Invite = "");

/// <summary>What an invite that can still be used is good for.</summary>
public sealed record InviteInfo(Identity? Identity = null, string DeviceName = "", string ExpiresAt = "");

/// <summary><c>POST /invite/redeem</c>.</summary>
public sealed record InviteRedemption(string Invite = "", string DeviceName = "");

/// <summary>The token that a device got for an invite. It is told this once.</summary>
public sealed record RedeemedInvite(string Token = "", Identity? Identity = null, string DeviceName = "");
