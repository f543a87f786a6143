using ChatPosta.Upstream;

namespace ChatPosta.Queue;

/// <summary>What became of a message that was to be sent.</summary>
internal abstract record SendOutcome
{
    /// <summary>The server has it, from now or from before.</summary>
    public sealed record Taken : SendOutcome;

    /// <summary>It is kept, and goes out when the server is there again.</summary>
    public sealed record Waits(UpstreamError Error) : SendOutcome;

    /// <summary>The server turned it down, and nothing of it is kept.</summary>
    public sealed record Refused(UpstreamError Error) : SendOutcome;

    /// <summary>Too many wait already; it is not kept.</summary>
    public sealed record Full : SendOutcome;
}
