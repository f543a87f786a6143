using ChatPosta.Accounts;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Accounts;

public sealed class InviteStoreTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_new_invite_is_found_by_its_code()
    {
        await using var app = await ChatApp.Start();
        var (invite, code) = await app.Invites.Create("Alice", Day);

        Assert.Equal(invite.Id, (await app.Invites.FindOpen(code))!.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no such code")]
    [InlineData("\0")]
    [InlineData("ünïcödé 🙂")]
    public async Task An_unknown_code_finds_nothing(string code)
    {
        await using var app = await ChatApp.Start();
        await app.Invites.Create("Alice", Day);

        Assert.Null(await app.Invites.FindOpen(code));
    }

    [Fact]
    public async Task Of_200_that_take_it_at_once_exactly_one_gets_an_account()
    {
        await using var app = await ChatApp.Start();
        var (invite, _) = await app.Invites.Create("Alice", Day);

        var took = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => Open(app, invite.Id))));

        Assert.Single(took, isMine => isMine);
        Assert.Single(await app.Users.List());
    }

    [Fact]
    public async Task A_used_invite_opens_nothing()
    {
        await using var app = await ChatApp.Start();
        var (invite, code) = await app.Invites.Create("Alice", Day);
        Assert.True(await Open(app, invite.Id));

        Assert.Null(await app.Invites.FindOpen(code));
        Assert.False(await Open(app, invite.Id));
    }

    [Fact]
    public async Task An_invite_is_good_until_its_time_and_not_at_it()
    {
        await using var app = await ChatApp.Start();
        var (invite, code) = await app.Invites.Create("Alice", Day);

        app.Time.Advance(Day - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await app.Invites.FindOpen(code));
        app.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await app.Invites.FindOpen(code));
        Assert.False(await Open(app, invite.Id));
    }

    [Fact]
    public async Task A_revoked_invite_is_gone()
    {
        await using var app = await ChatApp.Start();
        var (invite, code) = await app.Invites.Create("Alice", Day);

        Assert.Equal(InviteStore.Revocation.Revoked, await app.Invites.Revoke(invite.Id));
        Assert.Null(await app.Invites.FindOpen(code));
        Assert.Equal(InviteStore.Revocation.Unknown, await app.Invites.Revoke(invite.Id));
    }

    [Fact]
    public async Task A_used_invite_cannot_be_revoked()
    {
        await using var app = await ChatApp.Start();
        var (invite, _) = await app.Invites.Create("Alice", Day);
        await Open(app, invite.Id);

        Assert.Equal(InviteStore.Revocation.AlreadyUsed, await app.Invites.Revoke(invite.Id));
    }

    [Fact]
    public async Task The_list_has_what_can_still_be_used_newest_first()
    {
        await using var app = await ChatApp.Start();
        await app.Invites.Create("short", TimeSpan.FromMinutes(1));
        var (used, _) = await app.Invites.Create("used", Day);
        await Open(app, used.Id);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.Invites.Create("older", Day);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.Invites.Create("newer", Day);

        Assert.Equal(["newer", "older"], (await app.Invites.List(consumed: false)).Select(invite => invite.Name));
        Assert.Equal(["newer", "older", "used"], (await app.Invites.List(consumed: true)).Select(invite => invite.Name));
    }

    [Fact]
    public async Task Codes_have_at_least_128_random_bits_in_an_alphabet_that_links_carry()
    {
        await using var app = await ChatApp.Start();
        var codes = new List<string>();
        for (var n = 0; n < 50; n++) codes.Add((await app.Invites.Create("Alice", Day)).Code);

        Assert.Equal(50, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[A-Za-z0-9_-]{22,}$", code));
    }

    [Fact]
    public async Task A_recovery_is_bound_to_its_user_and_opens_no_new_account()
    {
        await using var app = await ChatApp.Start();
        var member = await Member.Join(app);

        var (invite, code) = (await app.Invites.CreateRecovery(member.User.Id, Day))!.Value;

        Assert.Equal((member.User.Id, "Alice"), (invite.Recovers, invite.Name));
        Assert.Equal(invite, await app.Invites.FindOpen(code));
        Assert.False(await Open(app, invite.Id));
        Assert.Equal(["signed-up", "recovery-invited"], await app.Query<string>("SELECT event FROM audit ORDER BY id"));
    }

    [Fact]
    public async Task There_is_no_recovery_of_nobody()
    {
        await using var app = await ChatApp.Start();

        Assert.Null(await app.Invites.CreateRecovery("nobody", Day));
        Assert.Empty(await app.Invites.List(consumed: true));
    }

    [Fact]
    public async Task The_recovery_of_a_disabled_user_opens_nothing_and_goes_with_the_user()
    {
        await using var app = await ChatApp.Start();
        var member = await Member.Join(app);
        var (_, code) = (await app.Invites.CreateRecovery(member.User.Id, Day))!.Value;

        await app.Execute("UPDATE users SET disabled_at = '2026-01-02T03:04:05.000Z'");
        Assert.Null(await app.Invites.FindOpen(code));
        await app.Execute("UPDATE users SET disabled_at = NULL");
        Assert.NotNull(await app.Invites.FindOpen(code));

        await app.Execute("DELETE FROM users");
        Assert.Null(await app.Invites.FindOpen(code));
    }

    [Fact]
    public async Task No_file_holds_the_code()
    {
        await using var app = await ChatApp.Start();
        var (_, code) = await app.Invites.Create("Alice", Day);

        Assert.All(app.Files(), file => Assert.False(DiskScan.Holds(file, System.Text.Encoding.UTF8.GetBytes(code)), file));
    }

    private static Task<bool> Open(ChatApp app, string inviteId)
    {
        var member = Member.New(app.Time.GetUtcNow());
        return app.Users.Create(member.User, member.Link, member.Passkey, inviteId);
    }
}
