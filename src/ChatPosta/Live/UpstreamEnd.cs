namespace ChatPosta.Live;

/// <summary>Who ended the connection to a posta-server, and how; the log says this word.</summary>
internal enum UpstreamEnd
{
    /// <summary>The posta-server or the network ended a stream that had begun.</summary>
    Closed,

    /// <summary>No byte for 45 s.</summary>
    Silent,

    /// <summary>No connection, or an error for an answer.</summary>
    Unreachable,

    /// <summary>An event that is larger than any that we want to hold.</summary>
    Unreadable,

    /// <summary>401: the token is no longer good.</summary>
    Refused,

    /// <summary>We let go of it.</summary>
    Dropped,
}
