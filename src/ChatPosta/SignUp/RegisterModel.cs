using ChatPosta.Keys;
using ChatPosta.Passkeys;
using Posta.Protocol;

namespace ChatPosta.SignUp;

/// <summary>Where somebody is in signing up (chat.md §2); the page shows one step at a time.</summary>
public abstract record RegisterModel(string State)
{
    /// <summary>The invite code is still in the address's fragment, which only a script can read.</summary>
    public sealed record Opening() : RegisterModel("opening");

    /// <summary>Unknown, expired and used invites look alike.</summary>
    public sealed record InvalidInvite() : RegisterModel("invalid");

    /// <summary>What this browser had begun is forgotten: too long ago, or we were restarted. The invite may be as good as before.</summary>
    public sealed record TimedOut() : RegisterModel("timed-out");

    /// <summary>Asks for the pairing link. <paramref name="Error"/> says what was wrong with the last one, "" at first.</summary>
    public sealed record Pairing(string Error = "") : RegisterModel("pairing");

    /// <summary>Asks the owner of an account that has lost its passkeys for a pairing link of its identity, or for the unlock code.</summary>
    /// <param name="CodeError">What was wrong with the last code, "" at first.</param>
    public sealed record Recover(PostaUrl Url, bool HasCode, string Error = "", string CodeError = "") : RegisterModel("recover");

    public sealed record Confirm(PostaUrl Url, string Name, string About = "", string Picture = "") : RegisterModel("confirm");

    /// <summary>Two presses: create the passkey, then prove that it gives the same key again.</summary>
    /// <param name="IsRecovery">It takes the place of the account's old ones.</param>
    public sealed record Passkey(PostaUrl Url, string Name, bool IsRecovery = false) : RegisterModel("passkey");

    /// <summary>The passkey just made opens nothing by itself: another one, or an unlock code beside it?</summary>
    public sealed record Weak(WeakPasskeyModel Made, bool IsRecovery = false) : RegisterModel("weak");

    /// <summary>Shows the code, before the account is opened with it.</summary>
    public sealed record Code(UnlockCodeSheetModel Sheet, WeakPasskeyModel Made, bool IsRecovery = false) : RegisterModel("code");
}
