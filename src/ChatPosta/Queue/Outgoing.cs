using System.Text.Json;
using Posta.Protocol;

namespace ChatPosta.Queue;

/// <summary>What the user wants sent, to whom, and which row of that conversation it answers.</summary>
public sealed record Outgoing(PostaUrl Peer, string Text, long? Reply)
{
    /// <summary>What is sealed while it waits.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(new Written(Peer.Canonical, Text, Reply));

    public static Outgoing From(byte[] bytes) =>
        JsonSerializer.Deserialize<Written>(bytes) is { } written ? new(PostaUrl.Parse(written.Peer), written.Text, written.Reply) : throw new JsonException();

    private sealed record Written(string Peer, string Text, long? Reply);
}
