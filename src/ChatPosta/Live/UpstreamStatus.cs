namespace ChatPosta.Live;

internal enum UpstreamState
{
    Connecting,
    Live,
    Down,

    /// <summary>The posta-server refused the token: the account needs a new link, so there is nothing to retry.</summary>
    Unlinked,
}

/// <summary>How the hop between chat-posta and the user's posta-server stands, and since when.</summary>
internal readonly record struct UpstreamStatus(UpstreamState State, DateTimeOffset Since);

internal static class UpstreamStateWords
{
    /// <summary>The word of the spec, chat.md section 6.</summary>
    public static string Word(this UpstreamState state) => state switch
    {
        UpstreamState.Connecting => "connecting",
        UpstreamState.Live => "live",
        UpstreamState.Down => "down",
        UpstreamState.Unlinked => "unlinked",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
