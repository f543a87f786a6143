using System.Text.Json;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Identities;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Commands;

/// <summary>Keys that change while the server runs (wire.md §8, W-33).</summary>
public sealed class KeyCommandTests
{
    [Fact]
    public async Task A_running_server_publishes_a_new_key_and_drops_a_revoked_one_at_once()
    {
        await using var server = await TestServer.Start("alice");

        var rotated = (await Key(server, "rotate", "--json")).Good().Json;
        var id = rotated.GetProperty("id").GetString()!;
        Assert.Equal(["k1", id], await Published(server));
        Assert.Equal("k1", server.Identity("alice").Keys.Current.Id);
        Assert.Equal(["signs", "signs from " + rotated.GetProperty("signsFrom").GetString()], await States(server));

        (await Key(server, "revoke", "--id", "k1")).Good();
        Assert.Equal([id], await Published(server));
        Assert.Equal(id, server.Identity("alice").Keys.Current.Id);
    }

    [Fact]
    public async Task The_last_key_and_an_unknown_one_cannot_be_revoked()
    {
        await using var server = await TestServer.Start("alice");

        (await Key(server, "revoke", "--id", "k1")).Refused("key rotate --slug alice");
        (await Key(server, "rotate")).Good();
        (await Key(server, "revoke", "--id", "k7")).Refused("no key k7");
        Assert.Equal(2, (await Published(server)).Length);
    }

    [Fact]
    public async Task Neither_a_listing_nor_an_answer_shows_a_private_key()
    {
        await using var server = await TestServer.Start("alice");
        var rotated = await Key(server, "rotate", "--json");
        var listed = await Key(server, "list", "--json");

        foreach (var key in server.Identity("alice").Keys.Ring.Keys)
            Assert.DoesNotContain(Convert.ToBase64String(key.Seed), rotated.Output + listed.Output, StringComparison.Ordinal);
        Assert.Equal(2, listed.Json.GetArrayLength());
    }

    [Fact]
    public async Task Many_who_rotate_at_once_lose_no_key_and_the_file_stays_secret()
    {
        using var cli = new Cli();
        await cli.Add("alice");
        var folder = IdentityFolder.Of(cli.Data, "alice");

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () => (await cli.Run("key", "rotate", "--slug", "alice")).Good())));

        Assert.Equal(11, KeyFile.Read(folder.Keys).Keys.Count);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Keys));
    }

    [Fact]
    public async Task A_bad_edit_of_the_keys_leaves_the_old_ones_in_use()
    {
        await using var server = await TestServer.Start("alice");
        var keys = IdentityFolder.Of(server.Config.Data, "alice").Keys;
        var good = await File.ReadAllTextAsync(keys, TestContext.Current.CancellationToken);

        await File.WriteAllTextAsync(keys, "[{", TestContext.Current.CancellationToken);
        Assert.Equal(["k1"], await Published(server));
        (await Key(server, "rotate")).Refused(keys);

        await File.WriteAllTextAsync(keys, good, TestContext.Current.CancellationToken);
        (await Key(server, "rotate")).Good();
        Assert.Equal(2, (await Published(server)).Length);
    }

    [Fact]
    public async Task Rotations_and_revocations_lose_nothing_of_what_two_servers_write_each_other()
    {
        var time = new ShiftedTime();
        await using var here = await TestServer.Start(new ServerConfig { RatePerMinute = 0 }, time, "alice");
        await using var there = await TestServer.Start(new ServerConfig { RatePerMinute = 0 }, time, "bob");
        var (alice, bob) = (await here.Client("alice"), await there.Client("bob"));
        var sent = 0;

        for (var minute = 0; minute < 24; minute++)
        {
            if (minute % 4 == 0)
                Rotate(here, "alice", time);
            if (minute % 10 == 9)
                RevokeOldest(here, "alice");
            await alice.SendText(bob.Url, $"message {sent++}");
            await alice.SendText(bob.Url, $"message {sent++}");
            await alice.Newest(bob.Url, MessageState.Delivered);
            time.Shift += TimeSpan.FromMinutes(1);
        }

        var arrived = await bob.Messages(alice.Url, "&limit=200");
        Assert.Equal(sent, arrived.Length);
        Assert.True(arrived.DistinctBy(message => message.KeyId).Count() > 2, "several keys were used");
        Assert.Equal(arrived.Select(message => message.Id), (await alice.Messages(bob.Url, "&limit=200")).Select(message => message.Id));
    }

    [Fact]
    public async Task A_message_on_its_way_when_its_key_is_revoked_goes_out_again_under_the_next()
    {
        var time = new ManualTime();
        await using var server = await TestServer.Start(time, "alice");
        await using var carol = await Stranger.Start(time);
        var (alice, folder) = (await server.Client("alice"), IdentityFolder.Of(server.Config.Data, "alice"));
        var next = KeyEdit.Rotate(folder, time.GetUtcNow());
        carol.Answer = envelope => envelope.KeyId == "k1" && KeyEdit.Revoke(folder, "k1")
            ? Microsoft.AspNetCore.Http.Results.Json(new { error = ErrorCode.UnknownKey }, statusCode: 401)
            : Microsoft.AspNetCore.Http.Results.NoContent();

        await alice.SendText(carol.Url, "hi");
        await alice.Newest(carol.Url, MessageState.Pending);
        await Eventually.True(async () => (await alice.Messages(carol.Url))[0].NextAttemptAt.Length > 0);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(next.Id, (await alice.Newest(carol.Url, MessageState.Delivered)).KeyId);
    }

    private static void Rotate(TestServer server, string slug, TimeProvider time) =>
        KeyEdit.Rotate(IdentityFolder.Of(server.Config.Data, slug), time.GetUtcNow());

    private static void RevokeOldest(TestServer server, string slug)
    {
        var folder = IdentityFolder.Of(server.Config.Data, slug);
        Assert.True(KeyEdit.Revoke(folder, KeyFile.Read(folder.Keys).Keys[0].Id));
    }

    private static Task<CliAnswer> Key(TestServer server, string verb, params string[] rest) =>
        Cli.RunOn(server.Config, ["key", verb, "--slug", "alice", .. rest]);

    private static async Task<string[]> Published(TestServer server)
    {
        using var http = RawHttp.Client(server.Url("alice"));
        using var document = JsonDocument.Parse(await http.GetStringAsync(server.Url("alice").ToUri(), TestContext.Current.CancellationToken));
        return [.. document.RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("id").GetString()!)];
    }

    private static async Task<string[]> States(TestServer server) =>
        [.. (await Key(server, "list", "--json")).Json.EnumerateArray().Select(key => key.GetProperty("state").GetString()!)];
}
