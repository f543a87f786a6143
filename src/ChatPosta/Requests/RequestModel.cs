using Posta.Protocol;

namespace ChatPosta.Requests;

/// <summary>Somebody about whom the user has to decide.</summary>
public sealed record RequestModel(PostaUrl Peer, string Name);
