namespace ChatPosta.NewConversation;

/// <summary>An address field; what was typed stays in it beside the reason why it will not do.</summary>
public sealed record NewConversationModel(string Typed = "", string Error = "", PeerPreview? Peer = null);
