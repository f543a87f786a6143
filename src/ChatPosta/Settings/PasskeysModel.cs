using ChatPosta.Keys;
using ChatPosta.Passkeys;

namespace ChatPosta.Settings;

/// <summary>What opens the account: the passkeys, and the unlock code.</summary>
public sealed record PasskeysModel(IReadOnlyList<PasskeyModel> Passkeys, UnlockCodeModel? Code) : SettingsModel
{
    /// <summary>For <c>data-fresh</c>.</summary>
    public int FreshFor { get; init; }

    /// <summary>What was just done, or "".</summary>
    public string Notice { get; init; } = "";

    /// <summary>Why it was not, or "".</summary>
    public string Error { get; init; } = "";

    /// <summary>Only after a removal: the passkeys that this site still knows, for the browser to offer no other.</summary>
    public KnownPasskeys? Known { get; init; }

    public bool IsFull => Passkeys.Count >= PasskeyStore.Most;

    internal static PasskeysModel From(IReadOnlyList<Passkey> passkeys, StoredUnlockCode? code, string openedWith) => new(
        [.. passkeys.Select(passkey => PasskeyModel.From(passkey, passkeys, code is not null) with { IsThis = passkey.CredentialId == openedWith })],
        code is null ? null : new UnlockCodeModel(code.CreatedAt, code.LastUsedAt, passkeys.Any(passkey => passkey.WrappedKey is not null)));
}

/// <param name="CanBeRemoved">Not while every passkey is weak: it is all that opens the account.</param>
public sealed record UnlockCodeModel(DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, bool CanBeRemoved);

/// <param name="UserHandle">The user's id as authenticators keep it, in base64url.</param>
/// <param name="Ids">Credential ids, separated by blanks.</param>
public sealed record KnownPasskeys(string RpId, string UserHandle, string Ids);
