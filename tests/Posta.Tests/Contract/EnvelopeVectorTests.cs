using System.Text.Json;
using Posta.Protocol;

namespace Posta.Tests.Contract;

/// <summary>wire.md §5 without the network. Posta.Server.Tests posts the same vectors to a server.</summary>
public sealed class EnvelopeVectorTests
{
    private const string File = "envelopes.json";

    public static TheoryData<string> All => Published.Names(File);

    [Theory]
    [MemberData(nameof(All))]
    public void Each_envelope_gets_its_answer(string name)
    {
        var vector = Published.Vector(File, name);
        var request = Request(vector);

        var refusal = EnvelopeChecks.Open(request, PostaUrl.Parse(World.Bob), Now, out var opened) ?? Verify(opened!);

        Assert.Equal(
            (vector.GetProperty("status").GetInt32(), vector.GetProperty("code").GetString()),
            (refusal?.Status ?? 204, refusal?.Code ?? ""));
    }

    private static DateTimeOffset Now => PostaTime.TryParse(World.Clock, out var now) ? now : throw new FormatException();

    private static EnvelopeRequest Request(JsonElement vector)
    {
        var headers = vector.GetProperty("headers").EnumerateArray().Select(h => h.GetString()!.Split(": ", 2))
            .ToLookup(h => h[0], h => (string?)h[1]);
        return new EnvelopeRequest(
            [.. headers["Content-Type"]], [.. headers["Content-Encoding"]], [.. headers[WireFormat.SignatureHeader]],
            vector.GetProperty("body").GetBytesFromBase64());
    }

    private static Refusal? Verify(UnverifiedEnvelope opened) => Published.Fetch(File, opened.Sender) is { } document
        ? EnvelopeChecks.Verify(opened, document.Key(opened.Envelope.KeyId))
        : EnvelopeChecks.ActorDocUnavailable;
}
