using ChatPosta.Passkeys;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>One passkey in the list.</summary>
/// <param name="Ability">What it does for its owner.</param>
/// <param name="Keeping">Where it lives.</param>
/// <param name="WhyKept">Why it can't be removed now, or "".</param>
public sealed record PasskeyModel(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, string Ability, string Keeping, string WhyKept)
{
    /// <summary>The one that this session was opened with.</summary>
    public bool IsThis { get; init; }

    /// <param name="all">The user's, this one among them.</param>
    internal static PasskeyModel From(Passkey passkey, IReadOnlyList<Passkey> all, bool hasCode) => new(
        passkey.CredentialId,
        passkey.Info.Name ?? "",
        passkey.Info.CreatedAt,
        passkey.LastUsedAt,
        T(passkey.WrappedKey is null ? "Needs your unlock code" : "Opens your account"),
        Where(passkey),
        Keeps(passkey, all, hasCode));

    private static string Where(Passkey passkey) => passkey.Info switch
    {
        { IsBackedUp: true } => T("synced by its provider"),
        { IsBackupEligible: true } => T("not synced yet"),
        _ => T("on one device only"),
    };

    private static string Keeps(Passkey passkey, IReadOnlyList<Passkey> all, bool hasCode)
    {
        var others = all.Where(other => other.CredentialId != passkey.CredentialId).ToArray();
        if (others.Length == 0) return PasskeyRemoval.LastOne.Explain();
        return hasCode || others.Any(other => other.WrappedKey is not null) ? "" : PasskeyRemoval.LastKey.Explain();
    }
}
