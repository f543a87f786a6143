using ChatPosta.Passkeys;
using ChatPosta.Tests.Web;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Tests.Accounts;

public sealed class UserStoreTests
{
    [Fact]
    public async Task An_account_comes_with_its_passkey_link_and_audit_row()
    {
        await using var app = await ChatApp.Start();
        var member = await Member.Join(app);

        var found = (await app.Users.Find(member.User.Id))!;
        Assert.Equal(member.User, found.User);
        Assert.Equal(member.Link.Open(member.DataKey, member.User).Reveal(), found.Link.Open(member.DataKey, found.User).Reveal());
        Assert.NotNull(await app.Get<PasskeyStore>().Find(member.Passkey.Info.CredentialId));
        Assert.Equal([(member.User.Id, "signed-up")], await Audit(app));
    }

    [Fact]
    public async Task When_the_invite_was_taken_meanwhile_nothing_is_written()
    {
        await using var app = await ChatApp.Start();
        var late = Member.New(app.Time.GetUtcNow());

        Assert.False(await app.Users.Create(late.User, late.Link, late.Passkey, "no-such"));

        Assert.Equal(0, await Rows(app));
    }

    [Fact]
    public async Task When_the_passkey_is_another_users_nothing_is_written_and_the_invite_stays()
    {
        await using var app = await ChatApp.Start();
        var first = await Member.Join(app);
        var second = Member.New(app.Time.GetUtcNow());
        var (invite, code) = await app.Invites.Create("Bob", TimeSpan.FromHours(1));

        var copy = second.Passkey with { Info = first.Passkey.Info };
        Assert.False(await app.Users.Create(second.User, second.Link, copy, invite.Id));

        Assert.Single(await app.Users.List());
        Assert.NotNull(await app.Invites.FindOpen(code));
    }

    [Fact]
    public async Task When_the_last_row_fails_nothing_is_written_and_the_invite_stays()
    {
        await using var app = await ChatApp.Start();
        var (invite, code) = await app.Invites.Create("Alice", TimeSpan.FromHours(1));
        await app.Execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END");
        var member = Member.New(app.Time.GetUtcNow());

        await Assert.ThrowsAsync<SqliteException>(() => app.Users.Create(member.User, member.Link, member.Passkey, invite.Id));

        Assert.Equal(0, await Rows(app));
        Assert.NotNull(await app.Invites.FindOpen(code));
    }

    [Fact]
    public async Task A_refused_token_is_news_once()
    {
        await using var app = await ChatApp.Start();
        var member = await Member.Join(app);

        Assert.True(await app.Users.MarkRefused(member.User.Id));
        Assert.False(await app.Users.MarkRefused(member.User.Id));

        Assert.False((await app.Users.Find(member.User.Id))!.User.IsLinked);
        Assert.Equal(["signed-up", "link-refused"], (await Audit(app)).Select(row => row.Event));
    }

    [Fact]
    public async Task The_audit_log_cannot_be_changed()
    {
        await using var app = await ChatApp.Start();
        await Member.Join(app);

        await Assert.ThrowsAsync<SqliteException>(() => app.Execute("UPDATE audit SET event = 'nothing'"));
    }

    [Fact]
    public async Task No_file_holds_the_token()
    {
        await using var app = await ChatApp.Start();
        var member = await Member.Join(app);
        await member.SignIn(app);

        Assert.All(app.Files(), file => Assert.False(DiskScan.Holds(file, "mst_"u8), file));
    }

    private static async Task<long> Rows(ChatApp app) => (await app.Query<long>(
        "SELECT (SELECT COUNT(*) FROM users) + (SELECT COUNT(*) FROM passkeys) + (SELECT COUNT(*) FROM server_links) + (SELECT COUNT(*) FROM audit)"))[0];

    private static Task<IReadOnlyList<(string UserId, string Event)>> Audit(ChatApp app) =>
        app.Query<(string, string)>("SELECT user_id, event FROM audit ORDER BY id");
}
