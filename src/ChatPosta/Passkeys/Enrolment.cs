using Microsoft.AspNetCore.Identity;

namespace ChatPosta.Passkeys;

/// <summary>A passkey on its way into an account. The server remembers this between two answers, and takes it for each one.</summary>
/// <param name="UserId">Whose it will be: an answer counts for that account only.</param>
/// <param name="State">The challenge that waits for an answer; null while nothing is asked.</param>
internal sealed record Enrolment(string UserId, string? State)
{
    public NewPasskey? Made { get; init; }

    /// <summary>Why it opens the account with the unlock code only; null while that isn't known, or isn't so.</summary>
    public PasskeyWeakness? Weakness { get; init; }
}

/// <param name="UnlockKey">What the authenticator gave at creation; null when it gives none before the second press.</param>
internal sealed record NewPasskey(UserPasskeyInfo Info, byte[]? UnlockKey);

/// <summary>Why a passkey can say who is there, and yet open nothing by itself.</summary>
public enum PasskeyWeakness
{
    /// <summary>It has no PRF.</summary>
    GivesNoKey,

    /// <summary>Two presses gave two different values.</summary>
    GivesAnotherKeyEachTime,
}

/// <summary>What follows an answer.</summary>
internal abstract record EnrolmentStep
{
    /// <summary>Ask the browser this next.</summary>
    public sealed record Ask(string Options) : EnrolmentStep;

    /// <summary>It works as a passkey, but needs an unlock code beside it. It waits for the person's decision.</summary>
    public sealed record Weak : EnrolmentStep;

    /// <param name="UnlockKey">Null for a weak one.</param>
    public sealed record Confirmed(UserPasskeyInfo Info, byte[]? UnlockKey) : EnrolmentStep;

    /// <summary>The answer did not verify.</summary>
    public sealed record Refused : EnrolmentStep;

    /// <summary>Nothing was asked, or too long ago, or this was answered already.</summary>
    public sealed record NotAsked : EnrolmentStep;
}
