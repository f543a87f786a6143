namespace Posta.Protocol.ClientApi;

/// <summary>
/// All that a server knows of one message: <c>GET /messages/{rowId}</c>, an addition of this project. An empty string means
/// unset.
/// </summary>
/// <param name="Message">As in every list.</param>
/// <param name="AnsweredAt">When the recipient's server answered last; for a delivered message the moment it was handed over.</param>
/// <param name="AnswerStatus">The HTTP status of that answer; 0 when none came.</param>
/// <param name="Envelope">
/// Base64 of the bytes that were signed: inbound as they came, outbound as the last attempt sent them. Empty when they were
/// not kept, or nothing was sent yet.
/// </param>
/// <param name="Signature">Base64 of the Ed25519 signature over those bytes.</param>
public sealed record MessageDetails(
    Message? Message = null,
    string AnsweredAt = "",
    int AnswerStatus = 0,
    string Envelope = "",
    string Signature = "");
