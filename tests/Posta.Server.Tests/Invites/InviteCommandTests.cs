using System.Text.Json;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Invites;

/// <summary>Invites from the command line, read live by the daemon.</summary>
public sealed class InviteCommandTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private Guest _guest = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(Guest.BehindProxy, TimeProvider.System);
        await _server.Add("alice", "/users/alice");
        _guest = new Guest(_server.Url("alice"));
    }

    public ValueTask DisposeAsync()
    {
        _guest.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task The_link_leads_to_the_root_of_the_host_and_its_code_is_good_at_once()
    {
        var (code, said, _) = await Run("create", "--device-hint", "phone");

        Assert.Equal(0, code);
        var link = said.Split().Single(word => word.StartsWith("https://", StringComparison.Ordinal));
        Assert.StartsWith($"https://{_server.Url("alice").Authority}/setup#invite=pinv_", link, StringComparison.Ordinal);
        Assert.Contains("█▀", said, StringComparison.Ordinal);
        Assert.DoesNotContain("SIGHUP", said, StringComparison.Ordinal);
        var info = (await _guest.Info(CodeIn(link))).Read(ClientApiJson.Default.InviteInfo);
        Assert.Equal(($"{_server.Url("alice").Display}/users/alice", "phone"), (info.Identity, info.DeviceName));
    }

    [Fact]
    public async Task What_became_of_each_invite_is_listed()
    {
        var used = CodeIn(await Link("--device-hint", "phone"));
        await _guest.Redeem(used, "Laptop");
        await Link("--device-hint", "tablet");
        await Link("--ttl", "7d");
        Assert.Equal(0, (await Run("revoke", "--id", "3")).Code);

        var (_, table, _) = await Run("list");
        var (_, json, _) = await Run("list", "--json");

        Assert.DoesNotContain(used, table + json, StringComparison.Ordinal);
        Assert.Contains("DEVICE", table, StringComparison.Ordinal);
        Assert.Equal(
            [(1, "Laptop", "used", 1), (2, "tablet", "open", null), (3, "", "revoked", (long?)null)],
            JsonDocument.Parse(json).RootElement.EnumerateArray().Select(Row));
    }

    [Fact]
    public async Task A_revoked_invite_opens_nothing_and_a_used_one_cannot_be_revoked()
    {
        var (revoked, used) = (CodeIn(await Link()), CodeIn(await Link()));
        await _guest.Redeem(used);

        var (_, answer, _) = await Run("revoke", "--id", "1", "--json");

        Assert.Equal("""{"revoked":1}""", answer.Trim());
        Assert.Equal(410, (await _guest.Redeem(revoked)).Status);
        foreach (var id in (string[])["1", "2", "3"])
        {
            var (code, _, error) = await Run("revoke", "--id", id);
            Assert.Equal((1, true), (code, error.Contains("no open invite", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Without_a_ttl_it_lasts_a_day()
    {
        var before = DateTimeOffset.Parse((await Created()).GetProperty("expiresAt").GetString()!, null) - TimeSpan.FromHours(24);

        Assert.InRange(TimeProvider.System.GetUtcNow() - before, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(2, "--ttl", "create", "--slug", "alice", "--ttl", "0s")]
    [InlineData(2, "--ttl", "create", "--slug", "alice", "--ttl", "24")]
    [InlineData(2, "--ttl", "create", "--slug", "alice", "--ttl", "1.5h")]
    [InlineData(2, "--ttl", "create", "--slug", "alice", "--ttl", "367d")]
    [InlineData(2, "64 bytes", "create", "--slug", "alice", "--device-hint", "12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData(2, "--slug", "create")]
    [InlineData(2, "--id", "revoke", "--slug", "alice")]
    [InlineData(1, "no identity bob", "create", "--slug", "bob")]
    [InlineData(1, "no identity bob", "list", "--slug", "bob")]
    public async Task A_mistake_is_told_in_words(int exitCode, string words, params string[] args)
    {
        var (code, _, error) = await RunAll(args);

        Assert.Equal((exitCode, true), (code, error.Contains(words, StringComparison.Ordinal)));
    }

    private static (int, string, string, long?) Row(JsonElement row) => (
        row.GetProperty("id").GetInt32(),
        row.GetProperty("device").GetString()!,
        row.GetProperty("state").GetString()!,
        row.GetProperty("token").ValueKind is JsonValueKind.Null ? null : row.GetProperty("token").GetInt64());

    private static string CodeIn(string link) => link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..];

    private async Task<string> Link(params string[] args) => (await Created(args)).GetProperty("link").GetString()!;

    private async Task<JsonElement> Created(params string[] args)
    {
        var (code, said, _) = await Run(["create", "--json", .. args]);
        Assert.Equal(0, code);
        return JsonDocument.Parse(said).RootElement;
    }

    private Task<(int Code, string Output, string Error)> Run(string verb, params string[] args) => Run([verb, .. args]);

    private Task<(int Code, string Output, string Error)> Run(string[] args) => RunAll([.. args, "--slug", "alice"]);

    private async Task<(int Code, string Output, string Error)> RunAll(string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program.Run(
            ["invite", .. args, "--manifest", _server.Config.Manifest, "--data", _server.Config.Data], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
