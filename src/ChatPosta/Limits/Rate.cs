namespace ChatPosta.Limits;

/// <summary>At most so many within any such time.</summary>
/// <param name="By">Who shares the count.</param>
internal sealed record Rate(int Count, TimeSpan Per, Sharing By);

/// <summary>Who is counted together.</summary>
internal enum Sharing
{
    /// <summary>An IPv4 address or an IPv6 /64.</summary>
    Address,

    /// <summary>The signed-in user, or the account that somebody is about to open.</summary>
    User,

    Everybody,
}
