namespace ChatPosta.Limits;

/// <summary>How often one kind of action is carried out (security.md §3.3). An endpoint says which by <c>RequireLimit</c>.</summary>
internal sealed class Limit(params Rate[] rates)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static readonly Limit RedeemInvite = new(
        new Rate(5, Minute, Sharing.Address), new Rate(20, TimeSpan.FromHours(1), Sharing.Address), new Rate(60, Minute, Sharing.Everybody));

    public static readonly Limit SignInOptions = new(new Rate(30, Minute, Sharing.Address));

    public static readonly Limit SignIn = new(new Rate(10, Minute, Sharing.Address));

    /// <summary>Each attempt makes us ask a server of the asker's choice.</summary>
    public static readonly Limit Pairing = new(new Rate(5, 10 * Minute, Sharing.User), new Rate(20, 10 * Minute, Sharing.Address));

    /// <summary>As <see cref="Pairing"/>: a look-up of somebody's address.</summary>
    public static readonly Limit LookUp = new(new Rate(30, Minute, Sharing.User));

    /// <summary>Six times what <see cref="LookUp"/> allows, so that pages of fifty pictures can be read one after the other.</summary>
    public static readonly Limit Media = new(new Rate(300, Minute, Sharing.User), new Rate(600, Minute, Sharing.Address));

    /// <summary>Sixty a minute, and never more than fifteen in a burst.</summary>
    public static readonly Limit Send = new(new Rate(15, TimeSpan.FromSeconds(5), Sharing.User), new Rate(60, Minute, Sharing.User));

    /// <summary>Once a second, all day long: each search costs the user's own server more than a page does.</summary>
    public static readonly Limit Search = new(new Rate(60, Minute, Sharing.User));

    /// <summary>Somebody who types without a pause has a draft kept every second.</summary>
    public static readonly Limit Draft = new(new Rate(120, Minute, Sharing.User));

    /// <summary>Pictures of up to 10 MiB each, which go through us.</summary>
    public static readonly Limit Upload = new(new Rate(10, Minute, Sharing.User), new Rate(60, 10 * Minute, Sharing.User));

    /// <summary>Accepting, ignoring, blocking, pinning and muting: each change tells every device of the user.</summary>
    public static readonly Limit ContactChange = new(new Rate(60, Minute, Sharing.User));

    /// <summary>A passkey that is asked again before something that needs it: a challenge and an answer, ten times.</summary>
    public static readonly Limit StepUp = new(new Rate(20, Minute, Sharing.User));

    /// <summary>Guesses at an unlock code.</summary>
    public static readonly Limit UnlockCode = new(new Rate(5, 10 * Minute, Sharing.User), new Rate(10, 10 * Minute, Sharing.Address));

    /// <summary>Adding, renaming and removing passkeys, and a new unlock code.</summary>
    public static readonly Limit KeyChange = new(new Rate(20, 10 * Minute, Sharing.User));

    /// <summary>Each reads every message that the user has.</summary>
    public static readonly Limit Export = new(new Rate(10, 10 * Minute, Sharing.User));

    public IReadOnlyList<Rate> Rates { get; } = rates;
}
