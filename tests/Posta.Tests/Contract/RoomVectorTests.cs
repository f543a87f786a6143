using Posta.Protocol;
using Posta.Protocol.Payloads;

namespace Posta.Tests.Contract;

public sealed class RoomVectorTests
{
    private const string File = "rooms.json";

    public static TheoryData<string> All => Published.Names(File);

    [Theory]
    [MemberData(nameof(All))]
    public void Each_payload_is_read_and_each_broadcast_verified_or_not(string name)
    {
        var vector = Published.Vector(File, name);
        var payload = Assert.IsType<RoomPayload>(Payload.Parse(RawJson.Verbatim(vector.GetProperty("payload").GetBytesFromBase64())));

        Assert.Equal(vector.GetProperty("action").GetString(), payload.Action);
        if (vector.TryGetProperty("code", out var code))
            Assert.Equal(code.GetString(), payload.Verify(PostaUrl.Parse(World.Room), Author(payload))?.Code ?? "");
        else
            Assert.Null(payload.Original);
    }

    private static ActorDocument? Author(RoomPayload payload) =>
        payload.Original is { } original && PostaUrl.TryCanonicalize(original.Sender, out var sender, out _) ? Published.Fetch(File, sender) : null;
}
