using System.Diagnostics.CodeAnalysis;

namespace Posta.Protocol;

/// <summary>An envelope, or why a body is none.</summary>
public sealed record EnvelopeReading
{
    internal EnvelopeReading(Envelope envelope) => Envelope = envelope;

    internal EnvelopeReading(string code, string message) => Refusal = new Refusal(400, code, message);

    public Envelope? Envelope { get; }

    /// <summary>Null when there is an envelope.</summary>
    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Envelope))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsEnvelope => Envelope is not null;
}
