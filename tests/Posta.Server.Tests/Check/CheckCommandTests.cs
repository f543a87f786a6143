using System.Security.Cryptography;
using System.Text.Json;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Check;

/// <summary>The check as an operator runs it: a program of its own that trusts what the machine trusts.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly string _roots = Path.GetTempFileName();

    public CheckCommandTests() =>
        File.WriteAllText(_roots, PemEncoding.WriteString("CERTIFICATE", TestServer.Authority.Roots[0].RawData));

    public void Dispose() => File.Delete(_roots);

    [Fact]
    public async Task A_golden_run_tells_each_step_and_exits_with_0()
    {
        await using var server = await TestServer.Start("alice");

        var (code, said, _) = await Check(server, await Token(server));

        Assert.Equal((0, true), (code, said.Contains("Everything held.", StringComparison.Ordinal)));
        Assert.Equal(12, said.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_that_does_not_hold_exits_with_1_and_says_why()
    {
        await using var server = await TestServer.Start("alice");

        var (code, said, _) = await Check(server, "mst_wrong", "--json");

        var answer = JsonDocument.Parse(said).RootElement;
        Assert.Equal((1, false), (code, answer.GetProperty("held").GetBoolean()));
        Assert.Contains("401", answer.GetProperty("steps")[1].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_reports_its_count()
    {
        await using var server = await TestServer.Start("alice");

        var (code, said, _) = await Check(server, await Token(server), "--mode", "loop", "--duration", "1s", "--every", "1s", "--json");

        var answer = JsonDocument.Parse(said).RootElement;
        Assert.Equal((0, 1, 1), (code, answer.GetProperty("sent").GetInt32(), answer.GetProperty("received").GetInt32()));
    }

    [Fact]
    public async Task A_loop_that_cannot_begin_says_why()
    {
        await using var server = await TestServer.Start("alice");

        var (code, _, error) = await Check(server, "mst_wrong", "--mode", "loop");

        Assert.Equal((1, true), (code, error.Contains("401", StringComparison.Ordinal)));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_that_is_stopped_reports_what_it_counted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such signals.");
        await using var server = await TestServer.Start("alice");
        var client = await server.Client("alice");
        using var loop = Start(server, await Token(server), "--mode", "loop", "--duration", "1h");
        await Eventually.True(async () => (await client.Messages(client.Url)).Length > 1, TimeSpan.FromSeconds(60));

        Assert.Equal(0, await loop.Stop());

        Assert.Contains("Everything held.", loop.Answered, StringComparison.Ordinal);
        Assert.Empty(await client.Contacts());
    }

    [Theory]
    [InlineData("--url", "--url", "http://alice.example", "--token", "mst_x")]
    [InlineData("posta-server token create", "--url", "alice.example")]
    [InlineData("--token", "--url", "alice.example", "--token", "mst_\nx")]
    [InlineData("--duration", "--url", "alice.example", "--token", "mst_x", "--duration", "soon")]
    public async Task A_mistake_is_told_in_words(string words, params string[] args)
    {
        var error = new StringWriter();

        var code = await Program.Run(["check", .. args], new StringWriter(), error);

        Assert.Equal((2, true), (code, error.ToString().Contains(words, StringComparison.Ordinal)));
    }

    private static Task<string> Token(TestServer server) => server.Tokens("alice").Create("check", TestContext.Current.CancellationToken);

    private async Task<(int Code, string Said, string Error)> Check(TestServer server, string token, params string[] args)
    {
        using var run = Start(server, token, args);
        return (await run.Exit(), run.Answered, run.Said);
    }

    private Daemon Start(TestServer server, string token, params string[] args) => Daemon.Start(
        Path.GetTempPath(),
        new Dictionary<string, string> { ["SSL_CERT_FILE"] = _roots, ["POSTA_SERVER_CHECK_TOKEN"] = token },
        ["check", "--url", server.Url("alice").Canonical, "--allow-private-egress", .. args]);
}
