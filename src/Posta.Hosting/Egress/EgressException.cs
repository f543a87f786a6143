namespace Posta.Hosting.Egress;

/// <summary>Why an outgoing request has no usable answer; decisions.md W-22 names the codes that a sender makes of it.</summary>
public enum EgressFailure
{
    /// <summary>Refused by rule: not https, or an address that strangers may not make us reach.</summary>
    Refused,

    /// <summary>The host name has no address.</summary>
    NameNotFound,

    /// <summary>No connection, or it broke, or what came back is not HTTP, or its headers do not end.</summary>
    Network,

    /// <summary>The certificate or the handshake.</summary>
    Tls,

    /// <summary>Too slow.</summary>
    Timeout,

    /// <summary>A body of more bytes than asked for.</summary>
    TooLarge,
}

/// <summary>An outgoing request that failed. The message is for the log, never for the stranger who named the URL.</summary>
public sealed class EgressException(EgressFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The cause.</summary>
    public EgressFailure Failure { get; } = failure;
}
