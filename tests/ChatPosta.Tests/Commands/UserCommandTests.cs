using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Commands;

public sealed class UserCommandTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private Member _alice = null!;
    private Member _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _alice = await Member.Join(_app);
        _bob = await Member.Join(_app, "Bob", Posta.Protocol.PostaUrl.Parse("https://bob.localhost:1"));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_list_says_who_may_come_in()
    {
        await _app.Cli("user", "disable", "Bob");
        await _app.Users.MarkRefused(_alice.User.Id);

        var listed = (await _app.Cli("user", "list", "--json")).Json;

        Assert.Equal(["needs a new link", "disabled"], listed.EnumerateArray().Select(user => user.GetProperty("state").GetString()));
        Assert.Matches("(?m)^ID +NAME +SERVER +CREATED +LAST SEEN +STATE *$", (await _app.Cli("user", "list")).Out);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("BOB")]
    [InlineData("bob.localhost:1")]
    [InlineData("https://BOB.localhost:1")]
    public async Task A_user_is_named_by_name_or_address(string reference) =>
        Assert.Equal(_bob.User.Id, await Shown(reference));

    [Fact]
    public async Task A_user_is_named_by_id_or_its_beginning()
    {
        Assert.Equal(_bob.User.Id, await Shown(_bob.User.Id));
        Assert.Equal(_bob.User.Id, await Shown(_bob.User.Id[..20]));
    }

    [Fact]
    public async Task Who_is_not_there_is_said_with_the_way_out()
    {
        foreach (var nobody in new[] { "Carol", "carol.example", "", "%", "' OR 1=1 --" })
        {
            var asked = await _app.Cli("user", "show", nobody);

            Assert.Equal((1, ""), (asked.Exit, asked.Out));
            Assert.Contains("chat-posta user list", asked.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_name_that_two_have_is_told_apart_by_id_and_address()
    {
        var other = await Member.Join(_app, "alice", Posta.Protocol.PostaUrl.Parse("https://alice2.localhost:1"));

        var asked = await _app.Cli("user", "disable", "Alice");

        Assert.Equal(1, asked.Exit);
        Assert.Contains($"{_alice.User.Id}  https://alice.localhost:1\n", asked.Error, StringComparison.Ordinal);
        Assert.Contains($"{other.User.Id}  https://alice2.localhost:1\n", asked.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(await _app.Users.List(), user => user.IsDisabled);
    }

    [Fact]
    public async Task Show_tells_link_passkeys_sessions_and_what_was_done()
    {
        await _alice.SignIn(_app);

        var shown = (await _app.Cli("user", "show", "Alice", "--json")).Json;

        Assert.Equal("https://alice.localhost:1", shown.GetProperty("identity").GetString());
        Assert.Equal(("active", 1, false), (shown.GetProperty("state").GetString(), shown.GetProperty("sessions").GetInt32(), shown.GetProperty("hasUnlockCode").GetBoolean()));
        var passkey = Assert.Single(shown.GetProperty("passkeys").EnumerateArray());
        Assert.Equal("by itself", passkey.GetProperty("opens").GetString());
        Assert.Equal("signed-up", Assert.Single(shown.GetProperty("audit").EnumerateArray()).GetProperty("event").GetString());
    }

    [Fact]
    public async Task Show_is_readable_and_says_which_passkey_needs_the_code()
    {
        await _app.Execute("UPDATE passkeys SET wrapped_key = NULL, key_check = NULL, name = 'Old key' || char(27) || '[31m'");

        var shown = (await _app.Cli("user", "show", "Alice")).Out;

        Assert.Matches("(?m)^identity +https://alice.localhost:1$", shown);
        Assert.Matches("(?m)^Old key.+ with the unlock code$", shown);
        Assert.Matches("(?m)signed-up +invite [0-9a-f]{8} +-$", shown);
        Assert.DoesNotContain('\u001b', shown);
    }

    [Fact]
    public async Task Disable_and_enable_say_whether_anything_changed_and_are_audited_once()
    {
        Assert.Equal((0, true), await Turned("disable"));
        Assert.Equal((0, false), await Turned("disable"));
        Assert.True((await _app.Users.Find(_alice.User.Id))!.User.IsDisabled);
        Assert.Equal((0, true), await Turned("enable"));
        Assert.Equal((0, false), await Turned("enable"));
        Assert.False((await _app.Users.Find(_alice.User.Id))!.User.IsDisabled);

        var audit = (await _app.Cli("audit", "list", "--user", "Alice", "--json")).Json;
        Assert.Equal(["user-enabled", "user-disabled", "signed-up"], audit.EnumerateArray().Select(row => row.GetProperty("event").GetString()));
    }

    [Fact]
    public async Task Recover_makes_a_link_for_that_account_alone()
    {
        var made = await _app.Cli("user", "recover", "Bob", "--ttl", "2h", "--json");

        Assert.Equal((0, _bob.User.Id), (made.Exit, made.Json.GetProperty("user").GetString()));
        var link = made.Json.GetProperty("link").GetString()!;
        Assert.StartsWith("https://chat.example/register#code=", link, StringComparison.Ordinal);
        Assert.Equal(_bob.User.Id, (await _app.Invites.FindOpen(link.Split("#code=")[1]))!.Recovers);
        Assert.Contains("recovery-invited", (await _app.Cli("audit", "list", "--user", "Bob")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--ttl", "recover", "Bob", "--ttl", "soon")]
    [InlineData(1, "user enable", "recover", "Alice")]
    public async Task Recover_refuses_what_would_open_nothing(int exit, string says, params string[] args)
    {
        await _app.Cli("user", "disable", "Alice");

        var run = await _app.Cli(["user", .. args]);

        Assert.Equal((exit, ""), (run.Exit, run.Out));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Empty(await _app.Invites.List(consumed: false));
    }

    [Fact]
    public async Task Delete_asks_first_when_nobody_can_type()
    {
        var asked = await _app.Cli("user", "delete", "Alice");

        Assert.Equal((2, ""), (asked.Exit, asked.Out));
        Assert.Contains("--yes", asked.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await _app.Users.List()).Count);
    }

    private async Task<string?> Shown(string reference) =>
        (await _app.Cli("user", "show", reference, "--json")).Json.GetProperty("id").GetString();

    private async Task<(int, bool)> Turned(string verb)
    {
        var said = await _app.Cli("user", verb, "Alice", "--json");
        return (said.Exit, said.Json.GetProperty("changed").GetBoolean());
    }
}
