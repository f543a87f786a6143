using Posta.Protocol;

namespace Posta.Server.Messages;

/// <summary>A checked request to send.</summary>
internal sealed record Draft(string Id, PostaUrl Peer, RawJson Payload, string InReplyTo);
