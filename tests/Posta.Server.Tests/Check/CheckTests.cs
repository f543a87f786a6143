using System.Text.Json;
using Posta.Hosting.Egress;
using Posta.Hosting.Logging;
using Posta.Protocol.ClientApi;
using Posta.Server.Check;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Check;

/// <summary>The check of a live server, against servers that are well and servers that are not.</summary>
public sealed class CheckTests : IDisposable
{
    private static readonly ServerConfig Unlimited = new() { RatePerMinute = 0 };

    private readonly GuardedHttp _http = new(new EgressOptions { AllowPrivate = true, TrustedRoots = TestServer.Authority.Roots });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_server_that_is_well_passes_every_step_and_keeps_no_contact()
    {
        await using var server = await TestServer.Start("alice");
        var client = await server.Client("alice");

        var results = await Golden(server, await server.Tokens("alice").Create("check", Ct));

        Assert.DoesNotContain(results, result => !result.Ok);
        Assert.Equal("tidying up", results[^1].Name);
        Assert.Empty(await client.Contacts());
    }

    [Fact]
    public async Task It_may_be_run_again()
    {
        await using var server = await TestServer.Start("alice");
        var token = await server.Tokens("alice").Create("check", Ct);

        await Golden(server, token);

        Assert.DoesNotContain(await Golden(server, token), result => !result.Ok);
    }

    [Fact]
    public async Task A_conversation_with_oneself_that_was_there_stays()
    {
        await using var server = await TestServer.Start("alice");
        var client = await server.Client("alice");
        await client.SendText(client.Url, "note to self");

        await Golden(server, await server.Tokens("alice").Create("check", Ct));

        Assert.Equal(0, Assert.Single(await client.Contacts()).UnreadCount);
    }

    [Fact]
    public async Task A_client_that_marks_as_read_at_once_is_no_trouble()
    {
        await using var server = await TestServer.Start("alice");
        var client = await server.Client("alice");
        using var stream = await client.Events();

        var golden = Golden(server, await server.Tokens("alice").Create("check", Ct));
        var row = JsonSerializer.Deserialize((await stream.Next(EventName.Inbound)).Data, ClientApiJson.Default.Message)!.RowId;
        await client.Post("/contacts/read", $$"""{"peer":"{{client.Url.Display}}","rowId":{{row}}}""");

        Assert.DoesNotContain(await golden, result => !result.Ok);
    }

    [Fact]
    public async Task A_run_that_is_stopped_tidies_up_all_the_same()
    {
        await using var server = await TestServer.Start("alice");
        var client = await server.Client("alice");
        using var stopping = new CancellationTokenSource();
        var run = new GoldenRun(Live(server, await server.Tokens("alice").Create("check", Ct)), TimeProvider.System);

        var results = new List<StepResult>();
        await foreach (var result in run.Run(stopping.Token))
        {
            results.Add(result);
            if (result.Name == "send")
                await stopping.CancelAsync();
        }

        Assert.Equal([("delivery", false), ("tidying up", true)], results.TakeLast(2).Select(result => (result.Name, result.Ok)));
        Assert.Empty(await client.Contacts());
    }

    [Fact]
    public async Task A_wrong_token_is_named_and_nothing_is_sent()
    {
        await using var server = await TestServer.Start("alice");

        var failed = Assert.Single(await Golden(server, "mst_wrong"), result => !result.Ok);

        Assert.Equal(("token", false), (failed.Name, failed.Ok));
        Assert.Contains("401", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_takes_no_messages_is_told_apart()
    {
        await using var server = await TestServer.Start(new ServerConfig { Acl = Acl.Closed }, TimeProvider.System, "alice");

        var client = await server.Client("alice");

        var failed = Assert.Single(await Golden(server, await server.Tokens("alice").Create("check", Ct)), result => !result.Ok);

        Assert.Equal("delivery", failed.Name);
        Assert.Contains("forbidden", failed.Detail, StringComparison.Ordinal);
        Assert.Empty(await client.Contacts());
    }

    [Fact]
    public async Task A_server_that_is_away_is_a_failed_step_and_no_crash()
    {
        await using var server = await TestServer.Start("alice");
        await server.Stop();

        var failed = Assert.Single(await Golden(server, "mst_any"));

        Assert.Equal(("actor document", false), (failed.Name, failed.Ok));
    }

    [Fact]
    public async Task A_loop_counts_what_came_back()
    {
        await using var server = await TestServer.Start(Unlimited, TimeProvider.System, "alice");
        var loop = await Loop(server);

        var report = await loop.Run(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(50), Ct);

        Assert.InRange(report.Sent, 1, 20);
        Assert.Equal((report.Sent, 0, 0, 0), (report.Received, report.Doubled, report.NotTaken, report.Reconnects));
        Assert.True(report.Held);
        Assert.Empty(await (await server.Client("alice")).Contacts());
    }

    [Fact]
    public async Task A_loop_lives_through_a_restart_and_finds_nothing_lost()
    {
        await using var server = await TestServer.Start(Unlimited, TimeProvider.System, "alice");
        var said = new List<string>();
        var loop = await Loop(server, said.Add);
        var client = await server.Client("alice");

        var run = loop.Run(TimeSpan.FromSeconds(4), TimeSpan.FromMilliseconds(20), Ct);
        await Eventually.True(async () => (await client.Messages(client.Url)).Length > 0);
        await server.Stop();
        await server.StartAgain();
        var report = await run;

        Assert.True(report.Held, $"{report}");
        Assert.InRange(report.Reconnects, 1, int.MaxValue);
        Assert.NotEmpty(said);
    }

    [Fact]
    public async Task A_loop_says_when_something_did_not_come_back()
    {
        await using var server = await TestServer.Start(new ServerConfig { Acl = Acl.Closed }, TimeProvider.System, "alice");
        var said = new List<string>();
        var loop = await Loop(server, said.Add);

        var report = await loop.Run(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1), Ct);

        Assert.Equal((1, 0, false), (report.Sent, report.Received, report.Held));
        Assert.Contains("forbidden", Assert.Single(said), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<StepResult>> Golden(TestServer server, string token)
    {
        var results = new List<StepResult>();
        await foreach (var result in new GoldenRun(Live(server, token), TimeProvider.System).Run(Ct))
            results.Add(result);
        return results;
    }

    private async Task<LoopRun> Loop(TestServer server, Action<string>? say = null) =>
        new(Live(server, await server.Tokens("alice").Create("check", Ct)), TimeProvider.System, say ?? (_ => { }));

    private LiveServer Live(TestServer server, string token) => new(server.Url("alice"), new Secret(token), _http);
}
