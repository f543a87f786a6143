using Posta.Protocol.ClientApi;

namespace Posta.Server.Messages;

/// <summary>What became of a request to send.</summary>
internal abstract record SendOutcome
{
    /// <summary>Stored for delivery now.</summary>
    public sealed record Accepted(SendReceipt Receipt, bool ContactChanged) : SendOutcome;

    /// <summary>Stored before under the same idempotency key.</summary>
    public sealed record Repeated(SendReceipt Receipt) : SendOutcome;

    /// <summary>The idempotency key belongs to another body.</summary>
    public sealed record Mismatch : SendOutcome;
}
