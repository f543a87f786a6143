using System.Net.Sockets;
using System.Text.Json;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Media;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Docs;

/// <summary>The documented examples are good requests, and what comes back looks as documented, member by member.</summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private static readonly PostaUrl Bob = PostaUrl.Parse("https://bob.example");

    private readonly Description _description = new();
    private readonly HashSet<string> _seen = [];
    private readonly Schema _schema;
    private TestServer _server = null!;
    private ApiClient _alice = null!;

    public AnswerTests() => _schema = new Schema(_description);

    public async ValueTask InitializeAsync()
    {
        // The peers of the examples do not exist, and nobody has to ask the network about that.
        var config = new ServerConfig { Resolve = (_, _) => throw new SocketException((int)SocketError.HostNotFound) };
        _server = await TestServer.Start(config, TimeProvider.System, "alice");
        _alice = await _server.Client("alice");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Answers_look_as_they_are_described()
    {
        await Identity();
        await Images("PUT", "/identity/avatar", 200);
        await Images("POST", "/uploads", 201);
        await Try("DELETE", "/identity/avatar", 204);
        await Contacts();
        await Messages();
        await Invites();
        await Events();
        await Try("GET", "/openapi.json", 200);
        await Try("DELETE", "/contacts", 204, query: "?url=bob.example");
        await Strangers();

        var described = from operation in _description.Operations
                        from answer in operation.Element.GetProperty("responses").EnumerateObject()
                        select $"{operation} {answer.Name}";
        Assert.Equal(described.Order(), _seen.Order());
    }

    private async Task Identity()
    {
        await Try("GET", "/identity", 200);
        await Try("PATCH", "/identity", 200);
        await Try("PATCH", "/identity", 400, """{"avatar":"x"}""");
    }

    private async Task Images(string method, string path, int status)
    {
        var operation = _description.Find(method, path);
        Func<byte[], Task<ApiAnswer>> send = image => method == "PUT" ? _alice.PutAvatar(image, "image/png") : _alice.Upload(image, "image/png");
        Check(operation, await send(PngFile.Grey()), status);
        Check(operation, await send([1, 2, 3]), 400);
        Check(operation, await send(new byte[(10 << 20) + 1]), 413);
    }

    private async Task Contacts()
    {
        await Try("POST", "/contacts", 200);
        await Try("POST", "/contacts", 400, """{"url":"http://bob.example"}""");
        await Try("PATCH", "/contacts", 200);
        await Try("PATCH", "/contacts", 400, """{"url":"bob.example","pinned":null}""");
        await Try("PATCH", "/contacts", 404, """{"url":"carol.example"}""");
        await Try("GET", "/contacts", 400, query: "?status=removed");
        await Try("DELETE", "/contacts", 400);
        await Try("POST", "/contacts/read", 404, """{"peer":"carol.example","rowId":1}""");
        await Try("POST", "/contacts/read", 400, "[]");
    }

    private async Task Messages()
    {
        await Try("POST", "/messages", 202);
        await Try("POST", "/contacts/read", 200);
        await Try("POST", "/contacts/read", 204);
        await Try("GET", "/contacts", 200);
        await Try("GET", "/messages", 200, query: "?peer=bob.example");
        await Try("GET", "/messages", 400, query: "?peer=bob.example&limit=0");
        await Try("GET", "/search", 200, query: $"?q={Uri.EscapeDataString("lunch from:me")}");
        await Try("GET", "/search", 400, query: "?q=has:video");
        await Try("POST", "/messages", 400, """{"peer":"bob.example","payload":{"kind":"posta.link/v1"}}""");
        await Conflict();
        await Try("GET", "/messages/{rowId}", 200, path: "/messages/1");
        await Try("GET", "/messages/{rowId}", 404, path: "/messages/99");
        await Try("POST", "/messages/{rowId}/retry", 404, path: "/messages/99/retry");
        await Try("POST", "/messages/{rowId}/retry", 409, path: "/messages/2/retry");
        await Fail(rowId: 1);
        await Try("POST", "/messages/{rowId}/retry", 202, path: "/messages/1/retry");
    }

    private async Task Conflict()
    {
        await _alice.Post("/messages", ApiClient.Text(Bob, "once"), "key");
        var answer = await _alice.Post("/messages", ApiClient.Text(Bob, "twice"), "key");
        Check(_description.Find("POST", "/messages"), answer, 409);
    }

    // No delivery to a name that does not exist may come between the failure and the retry.
    private async Task Fail(long rowId)
    {
        await Eventually.True(async () => (await _alice.Messages(Bob)).Single(each => each.RowId == rowId).Attempts > 0);
        await _server.Execute("alice", $"UPDATE messages SET state = 'failed-permanent', next_attempt_at = '' WHERE row_id = {rowId}");
    }

    private async Task Invites()
    {
        await Try("POST", "/invite/info", 410);
        await Try("POST", "/invite/redeem", 410);
        await Try("POST", "/invite/info", 400, "{");
        await Try("POST", "/invite/redeem", 400, "{");
        await Try("POST", "/invite/info", 413, Large);
        await Try("POST", "/invite/redeem", 413, Large);
        var invite = await NewInvite();
        await Try("POST", "/invite/info", 200, $$"""{"invite":"{{invite}}"}""");
        await Try("POST", "/invite/redeem", 200, $$"""{"invite":"{{invite}}","deviceName":"phone"}""");
        while ((await _alice.Post("/invite/info")).Status != 429)
        {
        }

        await Try("POST", "/invite/info", 429);
        await Try("POST", "/invite/redeem", 429);
    }

    private async Task Events()
    {
        using var events = await _alice.Events();
        Assert.Contains("text/event-stream", _description.Find("GET", "/events").Element.GetRawText(), StringComparison.Ordinal);
        _seen.Add("GET /events 200");
        await Try("POST", "/contacts", 200, """{"url":"carol.example"}""");
        var changed = JsonDocument.Parse((await events.Next(EventName.ContactChanged)).Data).RootElement;
        _schema.Check(changed, _description.Find("#/components/schemas/Contact"));
    }

    // Without a token, and with too much.
    private async Task Strangers()
    {
        using var stranger = new ApiClient(_alice.Url, "mst_wrong");
        foreach (var operation in _description.Operations.Where(each => !each.Path.StartsWith("/invite", StringComparison.Ordinal)))
        {
            var path = operation.Path.Replace("{rowId}", "1");
            Check(operation, await stranger.Send(new HttpMethod(operation.Method), path), 401);
            if (operation.Example is not null)
                Check(operation, await _alice.Send(new HttpMethod(operation.Method), path, Large), 413);
        }
    }

    private async Task<string> NewInvite() =>
        (await _server.Identity("alice").Invites.Create("", TimeSpan.FromHours(1), TestContext.Current.CancellationToken)).Code;

    private static string Large => new(' ', (256 * 1024) + 1);

    private async Task Try(string method, string template, int status, string? body = null, string query = "", string? path = null)
    {
        var operation = _description.Find(method, template);
        Check(operation, await _alice.Send(new HttpMethod(method), (path ?? template) + query, body ?? operation.Example), status);
    }

    private void Check(Operation operation, ApiAnswer answer, int status)
    {
        Assert.True(answer.Status == status, $"{operation}: {answer.Status} {answer.Body}, not {status}");
        var described = _description.Follow(operation.Element.GetProperty("responses").GetProperty($"{status}"));
        _seen.Add($"{operation} {status}");
        if (!described.TryGetProperty("content", out var content))
        {
            Assert.Equal("", answer.Body);
            return;
        }

        Assert.Equal("application/json", answer.Headers["Content-Type"].Split(';')[0]);
        _schema.Check(JsonDocument.Parse(answer.Body).RootElement, content.GetProperty("application/json").GetProperty("schema"));
    }
}
