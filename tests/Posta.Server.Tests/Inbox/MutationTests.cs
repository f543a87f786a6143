using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Posta.Protocol;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Inbox;

/// <summary>Whatever happens to a signed envelope on its way, it is neither accepted nor a reason to fail.</summary>
public sealed class MutationTests
{
    private const int Rounds = 300;

    [Fact]
    public async Task A_changed_envelope_is_refused_in_good_order()
    {
        await using var server = await TestServer.Start(new ServerConfig { FetchesPerHost = 0, FetchesPerSource = 0 }, TimeProvider.System, "bob");
        await using var carol = await Stranger.Start(TimeProvider.System);
        var bob = server.Url("bob");
        using var http = RawHttp.Client(bob);
        var original = Envelope.Write(carol.Write(bob) with { InReplyTo = "å", KeyId = "k1" });
        var signature = Convert.ToBase64String(carol.Keys.Keys[0].Sign(original));

        foreach (var mutation in Mutations.Sample(Rounds, Rounds))
        {
            var changed = mutation(original);
            using var request = new Letter(changed, carol.Keys.Keys[0]) { Signature = signature }.Request(bob);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.True(
                (int)response.StatusCode is >= 400 and < 500 or 502 || changed.AsSpan().SequenceEqual(original),
                $"{(int)response.StatusCode} for {Convert.ToBase64String(changed)}");
        }

        var answer = await Stranger.Post(new Letter(original, carol.Keys.Keys[0]), bob);
        Assert.True(answer.Status is 204 or 409);
        Assert.InRange((await (await server.Client("bob")).Messages(carol.Url)).Length, 1, 1);
    }

    [Fact]
    public async Task A_signed_envelope_of_any_shape_never_makes_the_server_fail()
    {
        await using var server = await TestServer.Start(
            new ServerConfig { FetchesPerHost = 0, FetchesPerSource = 0, RatePerMinute = 0 }, TimeProvider.System, "bob");
        await using var carol = await Stranger.Start(TimeProvider.System);
        var bob = server.Url("bob");
        using var http = RawHttp.Client(bob);
        var original = Envelope.Write(carol.Write(bob));

        foreach (var mutation in Mutations.Sample(Rounds, Rounds))
        {
            // Signed after the change: whatever parses is believed.
            using var request = new Letter(mutation(original), carol.Keys.Keys[0]).Request(bob);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.True((int)response.StatusCode is 204 or (>= 400 and < 500) or 502);
        }

        Assert.Equal(200, (await (await server.Client("bob")).Get($"/messages?peer={carol.Url.Display}&limit=200")).Status);
    }

    private static Gen<Func<byte[], byte[]>> Mutations => Gen.OneOf(Flip, Cut, Insert, Repeat);

    private static Gen<Func<byte[], byte[]>> Flip =>
        from place in Gen.Choose(0, 10_000)
        from value in Gen.Choose(1, 255)
        select (Func<byte[], byte[]>)(bytes => [.. bytes.Select((each, i) => i == place % bytes.Length ? (byte)(each ^ value) : each)]);

    private static Gen<Func<byte[], byte[]>> Cut =>
        from place in Gen.Choose(0, 10_000)
        from length in Gen.Choose(1, 40)
        select (Func<byte[], byte[]>)(bytes => [.. bytes.Where((_, i) => i < place % bytes.Length || i >= (place % bytes.Length) + length)]);

    private static Gen<Func<byte[], byte[]>> Insert =>
        from place in Gen.Choose(0, 10_000)
        from text in Gen.Elements("\"", "{", "}", ",", "\\", "\\ud800", "\u0000", "å", "null", "1e999", "[[[[", "\uFEFF", " ", "\"v\":1,")
        select (Func<byte[], byte[]>)(bytes => [.. bytes[..(place % bytes.Length)], .. Encoding.UTF8.GetBytes(text), .. bytes[(place % bytes.Length)..]]);

    private static Gen<Func<byte[], byte[]>> Repeat =>
        from count in Gen.Choose(2, 400)
        select (Func<byte[], byte[]>)(bytes => [.. Enumerable.Repeat(bytes, count).SelectMany(each => each)]);
}
