using System.Text;
using ChatPosta.Accounts;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Commands;

/// <summary>Nothing of a deleted account is left in any file, while the program runs beside the command.</summary>
public sealed class UserDeleteTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private Member _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _alice = await Member.Join(_app, "Alice Nordmann", Posta.Protocol.PostaUrl.Parse("https://alice-of-nowhere.localhost:1"));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task No_byte_names_the_deleted_user_in_any_file()
    {
        await LiveThrough();
        // Precondition: the search finds them where they are.
        Assert.All(Traces(), trace => Assert.True(IsAnywhere(trace.Bytes), trace.What));

        var deleted = await _app.Cli("user", "delete", _alice.User.Id, "--yes", "--json");

        Assert.Equal((0, _alice.User.Id), (deleted.Exit, deleted.Json.GetProperty("deleted").GetString()));
        Assert.All(Traces(), trace => Assert.False(IsAnywhere(trace.Bytes), trace.What));
    }

    [Fact]
    public async Task Among_many_others_whose_rows_moved_about_nothing_is_left_either()
    {
        for (var number = 0; number < 40; number++)
        {
            var other = await Member.Join(_app, $"User {number}", Posta.Protocol.PostaUrl.Parse($"https://u{number}.localhost:1"));
            await other.SignIn(_app);
            if (number == 20) await LiveThrough();
        }

        await _app.Cli("user", "delete", "Alice Nordmann", "--yes");

        Assert.All(Traces(), trace => Assert.False(IsAnywhere(trace.Bytes), trace.What));
        Assert.Equal(40, (await _app.Users.List()).Count);
        Assert.Equal(40, (await _app.Query<long>("SELECT COUNT(*) FROM audit WHERE event = 'signed-up'"))[0]);
    }

    [Fact]
    public async Task That_somebody_was_deleted_stays()
    {
        await _app.Cli("user", "delete", "Alice Nordmann", "--yes");

        var row = Assert.Single((await _app.Cli("audit", "list", "--json")).Json.EnumerateArray());
        Assert.Equal(("user-deleted", "", ""), (row.GetProperty("event").GetString(), row.GetProperty("detail").GetString(), row.GetProperty("network").GetString()));
    }

    [Fact]
    public async Task A_request_that_was_under_way_writes_nothing_about_who_is_gone()
    {
        await _app.Cli("user", "delete", "Alice Nordmann", "--yes");

        await _app.Users.Audit(_alice.User.Id, AuditStore.SignedOut, network: "192.0.2.0/24");

        Assert.False(IsAnywhere(Encoding.UTF8.GetBytes(_alice.User.Id)));
    }

    [Fact]
    public async Task Every_table_with_rows_of_a_user_lets_go_of_them()
    {
        var tables = await _app.Query<string>(
            """
            SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c
            WHERE m.type = 'table' AND (c.name LIKE '%user%' OR c.name IN ('recovers', 'used_by')) ORDER BY 1
            """);

        // A new table must cascade, or be named in UserStore.Delete and here.
        var cascades = await _app.Query<string>(
            """
            SELECT m.name || '.' || f."from" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
            WHERE m.type = 'table' AND f."table" = 'users' AND f.on_delete = 'CASCADE'
            """);
        Assert.Equal(["audit.user_id", "invites.used_by"], tables.Except(cascades));
    }

    /// <summary>Sign-ins, an unlock code, a recovery invite, and a move of the link: everything that leaves a row.</summary>
    private async Task LiveThrough()
    {
        for (var round = 0; round < 3; round++) await _alice.SignIn(_app);
        await _app.Users.Audit(_alice.User.Id, AuditStore.SignedIn, network: "192.0.2.0/24");
        await _app.Execute($"INSERT INTO unlock_codes VALUES ('{_alice.User.Id}', x'{new string('a', 120)}', x'{new string('b', 32)}', '2026', NULL)");
        await _app.Execute($"INSERT INTO invites (id, code_hash, name, created_at, expires_at, recovers) SELECT 'recovery', x'0102', 'Alice Nordmann', '2026', '2027', '{_alice.User.Id}'");
    }

    private (string What, byte[] Bytes)[] Traces() =>
    [
        ("id", Encoding.UTF8.GetBytes(_alice.User.Id)),
        ("name", "Alice Nordmann"u8.ToArray()),
        ("address", "alice-of-nowhere"u8.ToArray()),
        ("credential id", Encoding.UTF8.GetBytes(_alice.Passkey.CredentialId)),
        ("sealed token", _alice.Link.SealedToken),
        ("wrapped key", _alice.Passkey.WrappedKey!.Box),
    ];

    private bool IsAnywhere(byte[] bytes) => _app.Files().Any(file => DiskScan.Holds(file, bytes));
}
