using ChatPosta.Accounts;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>A line of the audit log as its user reads it.</summary>
internal static class ActivityWords
{
    public static string For(AuditEntry entry) => entry.Event switch
    {
        AuditStore.SignedUp => T("You opened this account"),
        AuditStore.SignedIn => entry.Detail == "unlock code" ? T("You signed in with passkey and unlock code") : T("You signed in"),
        AuditStore.SignedOut => T("You signed out"),
        AuditStore.Asserted => T("You showed your passkey once more"),
        AuditStore.AssertionRefused => T("A passkey was shown that is not one of yours"),
        AuditStore.SessionsEnded => entry.Detail == "1" ? T("You ended another session") : T("You ended {0} other sessions", entry.Detail),
        AuditStore.Exported => T("You saved your conversations to a file"),
        AuditStore.LinkRefused => T("Your posta-server refused this chat-posta’s token"),
        AuditStore.SessionRevoked => T("Your admin ended a session of yours"),
        AuditStore.UserDisabled => T("Your admin closed this account for the time being"),
        AuditStore.UserEnabled => T("Your admin opened this account again"),
        // Nobody is left who could read it, and an invite is nobody's yet.
        AuditStore.UserDeleted => T("This account was deleted"),
        AuditStore.InviteCreated => T("An invite was made"),
        AuditStore.InviteRevoked => T("An invite was taken back"),
        AuditStore.LinkedAgain => T("You linked your server again"),
        AuditStore.Recovered => T("Your passkeys were replaced with one new one, by a link of your admin"),
        AuditStore.RecoveryInvited => T("Your admin made a link by which this account can get a new passkey"),
        AuditStore.SignInRefused => T("You showed a passkey that gave no key to unlock this account"),
        AuditStore.UnlockCodeAsked => T("You showed a passkey, and your unlock code was asked for"),
        AuditStore.UnlockCodeRefused => T("A wrong unlock code was typed"),
        AuditStore.UnlockCodeMade => T("You made an unlock code"),
        AuditStore.UnlockCodeReplaced => T("You replaced your unlock code"),
        AuditStore.UnlockCodeRemoved => T("You removed your unlock code"),
        AuditStore.PasskeyAdded => T("You added the passkey “{0}”", entry.Detail),
        AuditStore.PasskeyRenamed => T("You named a passkey “{0}”", entry.Detail),
        AuditStore.PasskeyRemoved => T("You removed the passkey “{0}”", entry.Detail),
        var other => other,
    };
}
