using System.Net.Sockets;
using System.Text;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Faults;

/// <summary>Whatever a client sends, it is answered in good order; and without the token it gets nothing.</summary>
public sealed class ApiMutationTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _alice = null!;
    private string _token = "";

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(
            new ServerConfig { Resolve = (_, _) => throw new SocketException((int)SocketError.HostNotFound) }, TimeProvider.System, "alice");
        _token = await _server.Tokens("alice").Create("raw");
        _alice = await _server.Client("alice");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private IReadOnlyList<RawRequest> Requests
    {
        get
        {
            var bearer = $"Authorization: Bearer {_token}\r\nContent-Type: application/json\r\n";
            return
            [
                new("GET", "/api/v1/identity", bearer, ""),
                new("PATCH", "/api/v1/identity", bearer, """{"name":"Alice","about":"å"}"""),
                new("GET", "/api/v1/contacts?status=contact", bearer, ""),
                new("POST", "/api/v1/contacts", bearer, """{"url":"bob.localhost"}"""),
                new("PATCH", "/api/v1/contacts", bearer, """{"url":"bob.localhost","pinned":true,"muted":false}"""),
                new("POST", "/api/v1/contacts/read", bearer, """{"peer":"bob.localhost","rowId":1}"""),
                new("DELETE", "/api/v1/contacts?url=bob.localhost", bearer, ""),
                new("GET", "/api/v1/messages?peer=bob.localhost&before=9&after=0&limit=50", bearer, ""),
                new("POST", "/api/v1/messages", bearer + "Idempotency-Key: k-1\r\n", """{"peer":"bob.localhost","payload":{"kind":"posta.text/v1","body":"hi"},"inReplyTo":"m"}"""),
                new("POST", "/api/v1/messages", bearer, """{"peer":"bob.localhost","payload":{"kind":"posta.link/v1","url":"https://a.example/x.png","size":5}}"""),
                new("POST", "/api/v1/messages/1/retry", bearer, ""),
                new("GET", "/api/v1/search?q=from:bob+has:image+hello&limit=5", bearer, ""),
                new("GET", "/api/v1/events?lastEventId=5", bearer + "Last-Event-ID: 5\r\n", ""),
                new("POST", "/api/v1/uploads", bearer.Replace("application/json", "image/png", StringComparison.Ordinal), "\u0089PNG\r\n\u001a\n"),
                new("GET", "/api/v1/openapi.json", bearer, ""),
                new("GET", "/", "Accept: text/html;q=0.9, */*;q=0.1\r\n", ""),
            ];
        }
    }

    [Fact]
    public async Task A_changed_request_is_answered_in_good_order()
    {
        foreach (var (mutation, i) in Mutations.Sample().Select((mutation, i) => (mutation, i)))
        {
            var bytes = Requests[i % Requests.Count].Bytes(_alice.Url.Authority, i / Requests.Count, mutation);
            var status = await RawHttp.Exchange(_alice.Url, bytes);

            Assert.True(status is "" or RawRequest.NotHttp || status.Split(' ')[1] is ['2' or '3' or '4', ..], $"{status} for {Convert.ToBase64String(bytes)}");
        }

        Assert.Equal(200, (await _alice.Get("/identity")).Status);
        Assert.Equal(200, (await _alice.Get("/contacts")).Status);
    }

    [Fact]
    public async Task A_changed_token_opens_nothing()
    {
        foreach (var mutation in Mutations.Sample())
        {
            var changed = Encoding.Latin1.GetString(mutation(Encoding.ASCII.GetBytes(_token)));
            if (changed.Split("\r\n")[0].Trim(' ', '\t') == _token)
                continue;

            var head = $"GET /api/v1/identity HTTP/1.1\r\nHost: {_alice.Url.Authority}\r\nConnection: close\r\nAuthorization: Bearer {changed}\r\n\r\n";
            var status = await RawHttp.Exchange(_alice.Url, Encoding.Latin1.GetBytes(head));

            Assert.True(status is "" or RawRequest.NotHttp || status.Split(' ')[1] is ['4', ..], $"{status} for {changed}");
        }
    }
}
