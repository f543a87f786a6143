using Posta.Protocol;

namespace ChatPosta.NewConversation;

/// <summary>Who seems to be at an address.</summary>
public sealed record PeerPreview(PostaUrl Url, string Name = "", string About = "", string Kind = "", string Picture = "")
{
    /// <summary>Why it is not known who is there; "" when it is.</summary>
    public string Doubt { get; init; } = "";
}
