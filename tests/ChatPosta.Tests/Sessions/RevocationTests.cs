using ChatPosta.Accounts;
using ChatPosta.Sessions;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Web;
using Dapper;
using Posta.Testing;

namespace ChatPosta.Tests.Sessions;

/// <summary>What another program does to the files ends the sessions of the running one.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private ChatApp _app = null!;
    private Member _member = null!;
    private byte[] _cookie = [];

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _member = await Member.Join(_app);
        _cookie = await _member.SignIn(_app);
        Assert.NotNull(await _app.Sessions.Find(_cookie));
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_session_that_another_program_deletes_is_over()
    {
        using (var file = SessionDatabase.Open(_app.Config.SessionDb))
            await file.Db.Write(db => db.Execute("DELETE FROM sessions"), TestContext.Current.CancellationToken);

        await Eventually.True(Ended);
    }

    [Theory]
    [InlineData("UPDATE users SET disabled_at = '2026-01-02T03:04:05.000Z'")]
    [InlineData("DELETE FROM users")]
    public async Task The_sessions_of_a_user_whom_another_program_closes_out_are_over(string sql)
    {
        var other = await (await Member.Join(_app, "Bob")).SignIn(_app);
        using (var file = AccountDatabase.Open(_app.Config.Db))
            await file.Db.Write(db => db.Execute($"{sql} WHERE id = @Id", new { _member.User.Id }), TestContext.Current.CancellationToken);

        await Eventually.True(Ended);
        Assert.Empty(await _app.Sessions.OfUser(_member.User.Id));
        Assert.NotNull(await _app.Sessions.Find(other));
    }

    [Fact]
    public async Task A_disabled_user_opens_no_session_that_was_asleep()
    {
        await _app.Execute("UPDATE users SET disabled_at = '2026-01-02T03:04:05.000Z'");
        _app = await _app.Restart();

        Assert.Null(await _app.Sessions.Find(_cookie));
    }

    private async Task<bool> Ended()
    {
        _app.Time.Advance(Second);
        return await _app.Sessions.Find(_cookie) is null;
    }
}
