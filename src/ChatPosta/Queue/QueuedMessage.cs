using ChatPosta.Upstream;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Queue;

/// <summary>A message that the user's server has not taken, as far as we know.</summary>
/// <param name="Key">Under which it is sent: sending it again is one message.</param>
/// <param name="Problem">The server's code, where it turned the message down.</param>
public sealed record QueuedMessage(long Id, string Key, Outgoing Message, SendState State, string Problem, DateTimeOffset AskedAt)
{
    /// <summary>In the user's words.</summary>
    public string Explain() => State switch
    {
        SendState.Unsure => T("No answer came, so it may have arrived. Trying again sends it once."),
        SendState.Refused => new UpstreamError(UpstreamFailure.Rejected, Code: Problem).Explain(),
        _ => T("Waits for your server"),
    };

    /// <summary>What may have arrived cannot be changed any more.</summary>
    public bool CanBeEdited => State is not SendState.Unsure;
}

/// <summary>How far a message has come on its way to the user's own server.</summary>
public enum SendState
{
    /// <summary>The server could not be reached, or asked us to wait.</summary>
    Waiting,

    /// <summary>It was sent, and no answer came.</summary>
    Unsure,

    /// <summary>The server turned it down while others were sent; the user decides.</summary>
    Refused,

    /// <summary>The server has it.</summary>
    Taken,
}
