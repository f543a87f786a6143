using ChatPosta.Accounts;
using Posta.Testing;

namespace ChatPosta.Tests.Commands;

public sealed class InviteCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chat-posta-").FullName;

    private string Db => Path.Combine(_folder, "new", "state.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Create_prints_the_link_alone()
    {
        var made = await Run("invite", "create", "--name", "Alice");

        Assert.Equal((0, ""), (made.Exit, made.Error));
        Assert.Matches("^https://chat\\.example/register#code=[A-Za-z0-9_-]{32}\n$", made.Out);
    }

    [Fact]
    public async Task Create_as_json_says_until_when()
    {
        var made = (await Run("invite", "create", "--name", "Alice", "--ttl", "2h", "--json")).Json;

        Assert.Equal("Alice", made.GetProperty("name").GetString());
        Assert.StartsWith("https://chat.example/register#code=", made.GetProperty("link").GetString(), StringComparison.Ordinal);
        var left = made.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow();
        Assert.InRange(left, TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(120));
    }

    [Fact]
    public async Task The_link_opens_a_sign_up()
    {
        var made = await Run("invite", "create", "--name", "Alice");

        using var accounts = AccountDatabase.Open(Db);
        var code = made.Out.Trim().Split("#code=")[1];
        Assert.Equal("Alice", (await new InviteStore(accounts, TimeProvider.System).FindOpen(code))!.Name);
    }

    [Theory]
    [InlineData("--ttl", "0h")]
    [InlineData("--ttl", "-1h")]
    [InlineData("--ttl", "soon")]
    [InlineData("--ttl", "400d")]
    [InlineData("--ttl", "99999999999999999999d")]
    [InlineData("--name", " ")]
    public async Task Create_refuses_what_makes_no_sense(string flag, string value)
    {
        string[] name = flag == "--name" ? [] : ["--name", "Alice"];
        var made = await Run(["invite", "create", .. name, flag, value]);

        Assert.Equal((2, ""), (made.Exit, made.Out));
        Assert.Contains(flag, made.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_shows_id_name_and_times()
    {
        await Run("invite", "create", "--name", "Alice");

        var listed = await Run("invite", "list");

        Assert.Matches("^ID +NAME +CREATED +EXPIRES +USED +RECOVERS *\n[0-9a-f]{8} +Alice ", listed.Out);
        Assert.DoesNotContain("code", listed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_as_json_is_an_array()
    {
        Assert.Equal("[]\n", (await Run("invite", "list", "--json")).Out);
        await Run("invite", "create", "--name", "Alice");

        var row = Assert.Single((await Run("invite", "list", "--json", "--consumed")).Json.EnumerateArray());
        Assert.Equal("Alice", row.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_name_cannot_write_to_the_terminal()
    {
        await Run("invite", "create", "--name", "Al\u001b[31mice\nroot");

        Assert.DoesNotContain('\u001b', (await Run("invite", "list")).Out);
        Assert.Equal(2, (await Run("invite", "list")).Out.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Revoke_takes_an_invite_back_once()
    {
        await Run("invite", "create", "--name", "Alice");
        var id = (await Run("invite", "list", "--json")).Json[0].GetProperty("id").GetString()!;

        Assert.Equal(0, (await Run("invite", "revoke", id)).Exit);
        var again = await Run("invite", "revoke", id);

        Assert.Equal(1, again.Exit);
        Assert.Contains("no invite with this id", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_admin_does_with_invites_is_audited_without_the_name()
    {
        await Run("invite", "create", "--name", "Alice");
        var id = (await Run("invite", "list", "--json")).Json[0].GetProperty("id").GetString()!;
        await Run("invite", "revoke", id);
        await Run("invite", "revoke", id);

        var audit = (await Run("audit", "list", "--json")).Json.EnumerateArray();
        Assert.Equal(
            [("invite-revoked", $"invite {id}"), ("invite-created", $"invite {id}")],
            audit.Select(row => (row.GetProperty("event").GetString()!, row.GetProperty("detail").GetString()!)));
    }

    [Fact]
    public async Task Users_are_listed_as_a_table_and_as_json()
    {
        using (var accounts = AccountDatabase.Open(Db))
        {
            var now = new ManualTime().GetUtcNow();
            var member = Accounts.Member.New(now);
            var (invite, _) = await new InviteStore(accounts, TimeProvider.System).Create("Alice", TimeSpan.FromHours(1));
            await new UserStore(accounts, TimeProvider.System).Create(member.User, member.Link, member.Passkey, invite.Id);
        }

        Assert.Matches("^ID +NAME +SERVER +CREATED +LAST SEEN +STATE *\n[0-9a-f-]{36} +Alice +https://alice.localhost:1 ", (await Run("user", "list")).Out);
        var user = Assert.Single((await Run("user", "list", "--json")).Json.EnumerateArray());
        Assert.Equal("https://alice.localhost:1", user.GetProperty("server").GetString());
        Assert.True(user.TryGetProperty("lastSeen", out _));
    }

    private Task<Cli> Run(params string[] args) => Cli.Run([.. args, "--db", Db, "--base-url", "https://chat.example"]);
}
