namespace Posta.Protocol.Payloads;

/// <summary>A payload that this reader does not know or cannot make sense of, to be shown as a labelled placeholder.</summary>
public sealed record UnknownPayload(string Kind) : Payload(Kind);
