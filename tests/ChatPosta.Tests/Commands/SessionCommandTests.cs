using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Web;
using Posta.Testing;

namespace ChatPosta.Tests.Commands;

public sealed class SessionCommandTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private ChatApp _app = null!;
    private Member _alice = null!;
    private byte[] _phone = [];
    private byte[] _laptop = [];
    private byte[] _bobs = [];

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _alice = await Member.Join(_app);
        (_phone, _laptop) = (await _alice.SignIn(_app), await _alice.SignIn(_app));
        _bobs = await (await Member.Join(_app, "Bob", Posta.Protocol.PostaUrl.Parse("https://bob.localhost:1"))).SignIn(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_list_shows_whose_where_and_since_when()
    {
        Assert.Equal(3, (await _app.Cli("session", "list", "--json")).Json.GetArrayLength());
        var alices = (await _app.Cli("session", "list", "--user", "Alice", "--json")).Json;
        Assert.Equal(["Alice", "Alice"], alices.EnumerateArray().Select(row => row.GetProperty("user").GetString()));
        Assert.Matches("(?m)^ID +USER +USER ID +DEVICE +NETWORK +CREATED +LAST SEEN +EXPIRES$", (await _app.Cli("session", "list")).Out);
    }

    [Fact]
    public async Task Revoking_one_ends_it_and_no_other()
    {
        var id = (await _app.Sessions.Find(_phone))!.Id;

        Assert.Equal(0, (await _app.Cli("session", "revoke", id)).Exit);

        await Eventually.True(() => IsOver(_phone));
        Assert.NotNull(await _app.Sessions.Find(_laptop));
        Assert.NotNull(await _app.Sessions.Find(_bobs));
        Assert.Equal(1, (await _app.Cli("session", "revoke", id)).Exit);
        Assert.Contains($"session-revoked  session {id}", (await _app.Cli("audit", "list", "--user", "Alice")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoking_a_users_ends_all_of_them_and_nobody_elses()
    {
        await _app.Sessions.Find(_phone);

        Assert.Equal(2, (await _app.Cli("session", "revoke", "--user", "alice.localhost:1", "--json")).Json.GetProperty("revoked").GetInt32());

        await Eventually.True(() => IsOver(_phone));
        Assert.Null(await _app.Sessions.Find(_laptop));
        Assert.NotNull(await _app.Sessions.Find(_bobs));
    }

    [Theory]
    [InlineData("session", "revoke")]
    [InlineData("session", "revoke", "abc", "--user", "Alice")]
    [InlineData("audit", "list", "--since", "yesterday")]
    [InlineData("audit", "list", "--since", "999999d")]
    [InlineData("audit", "list", "--limit", "0")]
    public async Task A_command_line_that_makes_no_sense_is_explained(params string[] args)
    {
        var run = await _app.Cli(args);

        Assert.Equal((2, ""), (run.Exit, run.Out));
        Assert.NotEqual("", run.Error);
    }

    private async Task<bool> IsOver(byte[] cookie)
    {
        _app.Time.Advance(Second);
        return await _app.Sessions.Find(cookie) is null;
    }
}
