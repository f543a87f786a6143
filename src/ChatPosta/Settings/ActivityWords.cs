using ChatPosta.Accounts;

namespace ChatPosta.Settings;

/// <summary>A line of the audit log as its user reads it.</summary>
internal static class ActivityWords
{
    public static string For(AuditEntry entry) => entry.Event switch
    {
        AuditStore.SignedUp => "You opened this account",
        AuditStore.SignedIn => entry.Detail.Length > 0 ? $"You signed in with passkey and {entry.Detail}" : "You signed in",
        AuditStore.SignedOut => "You signed out",
        AuditStore.Asserted => "You showed your passkey once more",
        AuditStore.AssertionRefused => "A passkey was shown that is not one of yours",
        AuditStore.SessionsEnded => entry.Detail == "1" ? "You ended another session" : $"You ended {entry.Detail} other sessions",
        AuditStore.Exported => "You saved your conversations to a file",
        AuditStore.LinkRefused => "Your posta-server refused this chat-posta’s token",
        AuditStore.SessionRevoked => "Your admin ended a session of yours",
        AuditStore.UserDisabled => "Your admin closed this account for the time being",
        AuditStore.UserEnabled => "Your admin opened this account again",
        // Nobody is left who could read it, and an invite is nobody's yet.
        AuditStore.UserDeleted => "This account was deleted",
        AuditStore.InviteCreated => "An invite was made",
        AuditStore.InviteRevoked => "An invite was taken back",
        AuditStore.LinkedAgain => "You linked your server again",
        AuditStore.Recovered => "Your passkeys were replaced with one new one, by a link of your admin",
        AuditStore.RecoveryInvited => "Your admin made a link by which this account can get a new passkey",
        AuditStore.SignInRefused => "You showed a passkey that gave no key to unlock this account",
        AuditStore.UnlockCodeAsked => "You showed a passkey, and your unlock code was asked for",
        AuditStore.UnlockCodeRefused => "A wrong unlock code was typed",
        AuditStore.UnlockCodeMade => "You made an unlock code",
        AuditStore.UnlockCodeReplaced => "You replaced your unlock code",
        AuditStore.UnlockCodeRemoved => "You removed your unlock code",
        AuditStore.PasskeyAdded => $"You added the passkey “{entry.Detail}”",
        AuditStore.PasskeyRenamed => $"You named a passkey “{entry.Detail}”",
        AuditStore.PasskeyRemoved => $"You removed the passkey “{entry.Detail}”",
        var other => other,
    };
}
