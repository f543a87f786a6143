using ChatPosta.Sessions;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Sessions;

/// <summary>A session ends while requests look for it: whoever asks after the end finds nothing, from memory or disk.</summary>
public sealed class SessionRaceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Once_a_session_has_ended_none_of_a_thousand_requests_finds_it(bool isWarm)
    {
        await using var app = await ChatApp.Start();
        var member = await Member.Join(app);
        for (var round = 0; round < 10; round++)
        {
            var cookie = await member.SignIn(app);
            // Warm: found in memory. Cold: every request reads the row, and one may still read it when it goes.
            if (isWarm) await app.Sessions.Find(cookie);
            var id = (await app.Sessions.OfUser(member.User.Id))[0].Id;
            var hasEnded = false;
            var first = Look(600);
            var end = Run(async () =>
            {
                await app.Sessions.End(id);
                Volatile.Write(ref hasEnded, true);
                return false;
            });
            var late = await Task.WhenAll([.. first, end, .. Look(400)]);

            Assert.DoesNotContain(true, late);
            Assert.Null(await app.Sessions.Find(cookie));

            Task<bool>[] Look(int times) => [.. Enumerable.Range(0, times).Select(_ => Run(async () =>
            {
                var isLate = Volatile.Read(ref hasEnded);
                return await app.Sessions.Find(cookie) is not null && isLate;
            }))];
        }
    }

    [Fact]
    public void A_row_read_before_the_end_is_not_taken_after_it()
    {
        var open = new OpenSessions();
        var before = open.Ended;

        open.End("session");

        Assert.Null(open.Add(Some("cookie", "session"), before));
        Assert.Null(open.Find("cookie"));
    }

    [Fact]
    public void The_end_of_another_session_only_costs_a_second_reading()
    {
        var open = new OpenSessions();
        var cookie = Some("cookie", "session");
        open.End("another");

        Assert.Same(cookie.Session, open.Add(cookie, open.Ended)?.Session);
        Assert.Same(cookie.Session, open.Find("cookie")?.Session);
    }

    private static Task<bool> Run(Func<Task<bool>> work) => Task.Run(work, TestContext.Current.CancellationToken);

    private static OpenCookie Some(string id, string sessionId) => new(id, Opened(sessionId), default, null);

    private static Session Opened(string id) => new()
    {
        Id = id,
        User = Member.New(default).User,
        Token = new("mst_x"),
        CredentialId = "",
        CreatedAt = default,
        ExpiresAt = default,
        LastSeenAt = default,
        AssertedAt = default,
    };
}
