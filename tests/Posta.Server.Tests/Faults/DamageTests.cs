using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Identities;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Faults;

/// <summary>One identity's files go bad: it is out of service with a clear line in the log, and the others run.</summary>
public sealed class DamageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_flipped_page_takes_one_identity_out_of_service_and_a_mended_file_brings_it_back()
    {
        await using var server = await TestServer.Start("alice", "bob");
        var (alice, bob) = (await server.Client("alice"), await server.Client("bob"));
        await server.Stop();
        var file = IdentityFolder.Of(server.Config.Data, "bob").DatabaseFile;
        Damage.FlipPage(file, 2);

        await server.StartAgain();

        Assert.Equal((503, ErrorCode.Unavailable), Outcome(await bob.Get("/identity")));
        Assert.Equal(200, (await alice.Get("/identity")).Status);
        await server.Registry.Reload(Ct);
        Assert.Equal(503, (await bob.Get("/identity")).Status);
        Damage.FlipPage(file, 2);
        await server.Registry.Reload(Ct);
        Assert.Equal(200, (await bob.Get("/identity")).Status);
    }

    [Fact]
    public async Task A_peer_tries_again_while_the_recipient_is_out_of_service()
    {
        await using var server = await TestServer.Start("alice", "bob");
        var alice = await server.Client("alice");
        var keys = IdentityFolder.Of(server.Config.Data, "bob").Keys;
        var good = await File.ReadAllBytesAsync(keys, Ct);
        await server.Stop();
        await File.WriteAllTextAsync(keys, "[]", Ct);
        await server.StartAgain();

        await alice.SendText(server.Url("bob"), "hi");
        await Eventually.True(async () => (await alice.Messages(server.Url("bob")))[0] is { State: MessageState.Pending, LastErrorCode: ErrorCode.Unavailable });

        await File.WriteAllBytesAsync(keys, good, Ct);
        await server.Registry.Reload(Ct);
        await alice.Newest(server.Url("bob"), MessageState.Delivered);
    }

    [Theory]
    [InlineData("page", "inbox.db is damaged")]
    [InlineData("keys", "keys.json: An identity has 1 to 64 keys")]
    [InlineData("missing", "no keys or no database in")]
    [InlineData("no folder", "no keys or no database in")]
    [InlineData("newer", "Install that version again")]
    public async Task The_log_names_the_identity_the_path_and_the_way_out(string damage, string words)
    {
        using var folder = new TemporaryFolder();
        foreach (var slug in new[] { "alice", "bob" })
            await Daemon.Run(folder.Path, "identity", "add", "--slug", slug, "--url", $"{slug}.example", "--name", slug);
        Spoil(IdentityFolder.Of(Path.Combine(folder.Path, "data"), "bob"), damage);

        using var daemon = Daemon.Start(folder.Path, "serve", "--listen", "127.0.0.1:0");

        var line = await daemon.Line("out of service");
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder.Path, "data", "bob"), line, StringComparison.Ordinal);
        Assert.Contains("bob (bob.example)", line, StringComparison.Ordinal);
        Assert.Contains("SIGHUP", line, StringComparison.Ordinal);
        await daemon.Line("Serving 1 identities");
        Assert.DoesNotContain("   at ", daemon.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_of_a_database_is_looked_at()
    {
        await using var server = await TestServer.Start("alice");
        await Fill(server, "alice", 200);
        var folder = IdentityFolder.Of(server.Config.Data, "alice");
        await server.Execute("alice", "DELETE FROM messages WHERE row_id > 1000");
        await server.Stop();
        using (var connection = new SqliteConnection($"Data Source={folder.DatabaseFile};Pooling=False"))
            connection.Execute("VACUUM");

        var pages = (int)(new FileInfo(folder.DatabaseFile).Length / Damage.PageSize);
        Assert.True(pages > 50);
        for (var page = 1; page <= pages; page++)
        {
            Damage.FlipPage(folder.DatabaseFile, page);
            Assert.Equal(DatabaseFault.Corrupt, Assert.Throws<DatabaseException>(folder.OpenDatabase).Fault);
            Damage.FlipPage(folder.DatabaseFile, page);
        }

        await folder.OpenDatabase().DisposeAsync();
    }

    [Fact]
    public async Task Damage_in_a_big_database_is_found_after_the_start()
    {
        await using var server = await TestServer.Start("alice", "bob");
        var (alice, bob) = (await server.Client("alice"), await server.Client("bob"));
        await Fill(server, "bob", 1000);
        await server.Stop();
        Damage.FlipPage(IdentityFolder.Of(server.Config.Data, "bob").DatabaseFile, 200);

        await server.StartAgain();

        await Eventually.True(async () => (await bob.Get("/identity")).Status == 503);
        Assert.Equal(200, (await alice.Get("/identity")).Status);
    }

    [Fact]
    public async Task Damage_met_by_a_request_ends_the_identity_and_its_streams_and_no_others()
    {
        await using var server = await TestServer.Start("alice", "bob");
        var (alice, bob) = (await server.Client("alice"), await server.Client("bob"));
        await Fill(server, "bob", 1000);
        using var aliceStream = await alice.Events();
        using var bobStream = await bob.Events();
        var folder = IdentityFolder.Of(server.Config.Data, "bob");
        await using (var database = folder.OpenDatabase())
            await database.Checkpoint(Ct);
        for (var page = 30; page <= new FileInfo(folder.DatabaseFile).Length / Damage.PageSize; page++)
            Damage.FlipPage(folder.DatabaseFile, page);

        await Eventually.True(async () => (await bob.Get("/messages?peer=peer.example&limit=200")).Status == 503);

        while (await bobStream.Next() is not null)
        {
            // Whatever was still to be told; then it ends.
        }

        await alice.SendText(server.Url("alice"), "still here");
        Assert.Equal(EventName.OutboundState, (await aliceStream.Next(EventName.OutboundState)).Name);
        await Eventually.True(() => server.Identity("bob") is null);
    }

    private static void Spoil(IdentityFolder folder, string damage)
    {
        switch (damage)
        {
            case "page":
                Damage.FlipPage(folder.DatabaseFile, 2);
                break;
            case "keys":
                File.WriteAllText(folder.Keys, "[]");
                break;
            case "missing":
                File.Delete(folder.Keys);
                break;
            case "no folder":
                Directory.Delete(folder.Path, recursive: true);
                File.WriteAllText(folder.Path, "somebody's notes");
                break;
            default:
                using (var connection = new SqliteConnection($"Data Source={folder.DatabaseFile};Pooling=False"))
                    connection.Execute("PRAGMA user_version = 999");
                break;
        }
    }

    private static Task Fill(TestServer server, string slug, int messages) => server.Execute(
        slug,
        $$"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{messages}})
        INSERT INTO messages (id, peer, direction, payload, sent_at, received_at, state)
        SELECT 'id-' || i, 'https://peer.example', 'inbound',
               CAST('{"kind":"posta.text/v1","body":"' || hex(randomblob(900)) || '"}' AS BLOB), '', '', 'received' FROM n
        """);

    private static (int, string) Outcome(ApiAnswer answer) => (answer.Status, answer.Code);
}
