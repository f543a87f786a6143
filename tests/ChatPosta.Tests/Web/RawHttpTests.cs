using System.Net.Sockets;
using System.Text;
using Posta.Testing;

namespace ChatPosta.Tests.Web;

/// <summary>The edges of HTTP and our limits on it, byte by byte on a real socket.</summary>
public sealed class RawHttpTests
{
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_readers_disagree_about_is_answered_as_noted()
    {
        await using var app = await ChatApp.Start();
        var wrong = new List<string>();

        foreach (var row in HttpTable.For(app.Address.Authority, "/healthz", ("/register/invite", Form), unknownHost: "421"))
        {
            var status = Status(await Exchange(app, row.Request));
            if (status != row.Status) wrong.Add($"{row.What}: {status}, not {row.Status}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task What_was_chunked_and_had_a_length_ends_the_connection()
    {
        await using var app = await ChatApp.Start();
        var head = $"GET /healthz HTTP/1.1\r\nHost: {app.Address.Authority}\r\n";

        // The second request is hidden in what the length alone would make a body.
        var answer = await Exchange(app, Encoding.ASCII.GetBytes($"{head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /login HTTP/1.1\r\nHost: x\r\n\r\n"));

        Assert.Single(answer.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Connection: close", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/register/invite", 64 * 1024)]
    [InlineData("/register/pairing", 64 * 1024)]
    [InlineData("/login/finish", 64 * 1024)]
    [InlineData("/register/passkey/created", 64 * 1024)]
    public async Task A_body_beyond_the_limit_of_its_route_is_413(string path, int limit)
    {
        await using var app = await ChatApp.Start();
        var type = path.Contains("passkey", StringComparison.Ordinal) || path.Contains("finish", StringComparison.Ordinal) ? "application/json" : Form;
        var head = $"POST {path} HTTP/1.1\r\nHost: {app.Address.Authority}\r\nConnection: close\r\nContent-Type: {type}\r\n";

        Assert.Equal("413", Status(await Exchange(app, Encoding.ASCII.GetBytes($"{head}Content-Length: {limit + 1}\r\n\r\n"))));
        // Also where no length warns of it.
        Assert.Equal("413", Status(await Exchange(app, Encoding.ASCII.GetBytes($"{head}Transfer-Encoding: chunked\r\n\r\n{limit + 1:x}\r\n{(type == Form ? "code=" : "{\"credential\":\"")}{new string('x', limit + 100)}"))));
    }

    [Fact]
    public async Task A_form_of_too_many_fields_is_refused()
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();

        var answer = await browser.Submit("/register/invite", [.. Enumerable.Range(0, 65).Select(n => ($"field{n}", "x"))]);

        Assert.Equal(400, answer.Status);
    }

    private static string Status(string answer) => answer.Split(' ').ElementAtOrDefault(1) ?? "";

    private static async Task<string> Exchange(ChatApp app, byte[] request)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.Address.Host, app.Address.Port, patience.Token);
        await using var stream = socket.GetStream();
        var answer = "";
        try
        {
            await stream.WriteAsync(request, patience.Token);
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var count) answer += Encoding.Latin1.GetString(buffer, 0, count);
        }
        catch (IOException)
        {
            // The server closes while we still write; what it has said counts.
        }

        return answer;
    }
}
