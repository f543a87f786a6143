using System.Net.Sockets;
using System.Text;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using Microsoft.AspNetCore.Routing;

namespace ChatPosta.Tests.Web;

/// <summary>Nothing that is sent to us, from either side, is answered as if it were our fault.</summary>
public sealed class BadInputTests
{
    private static readonly string[] Expected = ["200", "400", "401", "403", "404", "405", "410", "415", "422"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task No_request_is_answered_with_5xx(int seed)
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var browser = await app.SignedInBrowser(server);
        var garbage = new Garbage(seed, Routes(app), app.Address.Authority, $"chat={browser.Cookies["chat"]}");
        var kinds = new HashSet<string>();

        for (var number = 0; number < 1000; number++)
        {
            var (request, isDamaged) = garbage.Next();
            var status = await StatusLine(app.Address, request, isDamaged);
            kinds.Add(status.Split(' ').ElementAtOrDefault(1) ?? "");
            Assert.False(IsOurFault(status), $"{status} for request {number} of seed {seed}:\n{Encoding.Latin1.GetString(request)}");
        }

        // It reached what lies behind the door, and the session is still good.
        Assert.Empty(Expected.Except(kinds));
        Assert.Equal(200, (await browser.Open("/")).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_a_server_answers_is_a_page_or_its_fault(int seed)
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var browser = await app.SignedInBrowser(server);
        var random = new Random(seed);

        for (var number = 0; number < 300; number++)
        {
            var answer = Damaged(random);
            server.Say(200, answer);
            var shown = await browser.Open(number % 2 == 0 ? "/" : "/c/https%3A%2F%2Fbob.example");
            Assert.True(shown.Status is 200 or 502, $"{shown.Status} for answer {number} of seed {seed}: {answer}");
        }
    }

    /// <summary>505 is the right word for a request that claims to be of another HTTP.</summary>
    private static bool IsOurFault(string status) =>
        status.StartsWith("HTTP/1.1 5", StringComparison.Ordinal) && !status.StartsWith("HTTP/1.1 505", StringComparison.Ordinal);

    /// <summary>All but the one that would end the session, and with it the test.</summary>
    private static string[] Routes(ChatApp app) =>
        [.. app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/')).Where(route => route != "/logout")];

    private static async Task<string> StatusLine(Uri address, byte[] request, bool isDamaged)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, patience.Token);
        try
        {
            await using var stream = socket.GetStream();
            await stream.WriteAsync(request, patience.Token);
            if (isDamaged) socket.Client.Shutdown(SocketShutdown.Send);
            return await new StreamReader(stream).ReadLineAsync(patience.Token) ?? "";
        }
        catch (IOException)
        {
            // Cut off without an answer: allowed for what is not HTTP.
            return "";
        }
    }

    private static string Damaged(Random random)
    {
        string[] values =
        [
            "null", "\"\"", "0", "-1", "9223372036854775807", "1e400", "[]", "{}", "true", "\"\\ud83d\"", "\"2026-01-02T03:04:05Z\"", "\"9999-99-99T99:99:99Z\"",
            "\"bob.example\"", "\"https://bob.example\"", "\"javascript:alert(1)\"", "\"posta.room/v1\"", "\"broadcast\"", "\"outbound\"", $"\"{new string('x', 2000)}\"",
            """{"kind":"posta.text/v1","body":null}""", """{"kind":"posta.link/v1","url":"https://a\\u0000b"}""", """{"kind":"posta.room/v1","action":"broadcast","envelope":5}""",
            new string('[', 100) + new string(']', 100),
        ];
        string[] members =
            ["url", "name", "status", "pinned", "muted", "lastMessageAt", "lastReadRowId", "unreadCount", "lastMessage", "rowId", "id", "peer", "direction", "payload", "inReplyTo", "sentAt", "receivedAt", "state", "attempts", "nextAttemptAt", "lastErrorCode"];
        var item = () => $"{{{string.Join(',', Enumerable.Range(0, random.Next(1, 8)).Select(_ => $"\"{members[random.Next(members.Length)]}\":{values[random.Next(values.Length)]}"))}}}";
        return $"[{string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => item()))}]";
    }
}
