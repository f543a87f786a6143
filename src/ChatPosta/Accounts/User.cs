using Posta.Protocol;

namespace ChatPosta.Accounts;

/// <summary>A person with an account here. The account is linked to one identity on a posta-server.</summary>
/// <param name="Id">A UUID; also the WebAuthn user handle.</param>
/// <param name="Name">The name that the admin gave in the invite.</param>
/// <param name="Identity">The identity that the pairing URI opened.</param>
/// <param name="ServerOrigin">Where that identity's client API lives: <c>https://host[:port]/</c>.</param>
/// <param name="IsLinked">False once the posta-server has refused the token.</param>
/// <param name="IsDisabled">The admin has closed the account to its user for now.</param>
/// <param name="RecoveredAt">When the passkeys were last replaced by recovery, as far back as the audit log is kept.</param>
internal sealed record User(
    string Id,
    string Name,
    PostaUrl Identity,
    Uri ServerOrigin,
    bool IsLinked,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastSeenAt,
    bool IsDisabled = false,
    DateTimeOffset? RecoveredAt = null);
