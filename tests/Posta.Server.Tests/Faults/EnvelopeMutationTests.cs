using System.Net.Sockets;
using System.Text;
using Posta.Protocol;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Faults;

/// <summary>Whatever happens to a signed envelope on its way, it is neither accepted nor a reason to fail.</summary>
public sealed class EnvelopeMutationTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private Stranger _carol = null!;
    private PostaUrl _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(
            new ServerConfig
            {
                FetchesPerHost = 0,
                FetchesPerSource = 0,
                RatePerMinute = 0,
                Resolve = (_, _) => throw new SocketException((int)SocketError.HostNotFound),
            },
            TimeProvider.System, "bob");
        _carol = await Stranger.Start(TimeProvider.System);
        _bob = _server.Url("bob");
    }

    public async ValueTask DisposeAsync()
    {
        await _carol.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_changed_envelope_is_refused_in_good_order()
    {
        using var http = RawHttp.Client(_bob);
        var original = Envelope.Write(_carol.Write(_bob) with { InReplyTo = "å" });
        var signature = Convert.ToBase64String(_carol.Keys.Keys[0].Sign(original));

        foreach (var mutation in Mutations.Sample())
        {
            var changed = mutation(original);
            using var request = new Letter(changed, _carol.Keys.Keys[0]) { Signature = signature }.Request(_bob);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.True(
                (int)response.StatusCode is >= 400 and < 500 or 502 || changed.AsSpan().SequenceEqual(original),
                $"{(int)response.StatusCode} for {Convert.ToBase64String(changed)}");
        }

        await OnlyTheOriginalIsThere(original);
    }

    [Fact]
    public async Task A_changed_request_never_brings_in_another_envelope()
    {
        var original = Envelope.Write(_carol.Write(_bob));
        var headers = $"Content-Type: {WireFormat.MediaType}\r\n{WireFormat.SignatureHeader}: {Convert.ToBase64String(_carol.Keys.Keys[0].Sign(original))}\r\n";
        var request = new RawRequest("POST", "/", headers, Encoding.UTF8.GetString(original));

        foreach (var (mutation, i) in Mutations.Sample().Select((mutation, i) => (mutation, i)))
        {
            var bytes = request.Bytes(_bob.Authority, i, mutation);
            var status = await RawHttp.Exchange(_bob, bytes);

            // A mutilated method or path may be a GET of the document.
            Assert.True(status is "" or RawRequest.NotHttp || status.Split(' ')[1] is "200" or "204" or "502" or ['4', ..], $"{status} for {Convert.ToBase64String(bytes)}");
        }

        await OnlyTheOriginalIsThere(original);
    }

    [Fact]
    public async Task A_signed_envelope_of_any_shape_never_makes_the_server_fail()
    {
        using var http = RawHttp.Client(_bob);
        var original = Envelope.Write(_carol.Write(_bob));

        foreach (var mutation in Mutations.Sample())
        {
            // Signed after the change: whatever parses is believed.
            var changed = mutation(original);
            using var request = new Letter(changed, _carol.Keys.Keys[0]).Request(_bob);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.True((int)response.StatusCode is 204 or (>= 400 and < 500) or 502, $"{(int)response.StatusCode} for {Convert.ToBase64String(changed)}");
        }

        Assert.Equal(200, (await (await _server.Client("bob")).Get($"/messages?peer={_carol.Url.Display}&limit=200")).Status);
    }

    private async Task OnlyTheOriginalIsThere(byte[] original)
    {
        Assert.True((await Stranger.Post(new Letter(original, _carol.Keys.Keys[0]), _bob)).Status is 204 or 409);
        var bob = await _server.Client("bob");
        var contact = Assert.Single(await bob.Contacts());
        Assert.Equal(_carol.Url.Display, contact.Url);
        var kept = Assert.Single(await bob.Messages(_carol.Url));
        Assert.Equal(Envelope.Read(original).Envelope!.Payload, kept.Payload);
    }
}
