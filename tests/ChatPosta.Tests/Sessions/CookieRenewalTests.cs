using ChatPosta.Sessions;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Sessions;

/// <summary>The cookie of a session changes once a day, and no step of that can sign anybody out.</summary>
public sealed class CookieRenewalTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private byte[] _first = [];

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start(config => config with { SessionIdle = TimeSpan.FromDays(7) });
        _first = await (await Member.Join(_app)).SignIn(_app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_cookie_of_less_than_a_day_is_kept()
    {
        await Find(_first);
        _app.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));

        Assert.Null(await Renew(_first));
    }

    [Fact]
    public async Task After_a_day_another_cookie_opens_the_same_session()
    {
        var session = await Find(_first);
        var next = await NextDay(_first);

        Assert.NotEqual(_first, next);
        Assert.Equal(session!.Id, (await Find(next))!.Id);
        Assert.Single(await _app.Sessions.OfUser(session.User.Id));
    }

    [Fact]
    public async Task The_earlier_cookie_goes_on_for_a_minute_after_the_later_one_was_used()
    {
        var next = await NextDay(_first);
        await Find(next);

        _app.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(await Find(_first));
        _app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await Find(_first));
        Assert.NotNull(await Find(next));
    }

    [Fact]
    public async Task A_cookie_that_never_reached_the_browser_ends_nothing()
    {
        await NextDay(_first);
        _app.Time.Advance(TimeSpan.FromHours(1));

        Assert.NotNull(await Find(_first));
        Assert.NotNull(await Renew(_first));
    }

    [Fact]
    public async Task Of_many_requests_at_once_one_fetches_the_next_cookie()
    {
        await Find(_first);
        _app.Time.Advance(TimeSpan.FromHours(24));

        var renewed = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Renew(_first), TestContext.Current.CancellationToken)));

        Assert.Single(renewed, cookie => cookie is not null);
    }

    [Fact]
    public async Task A_cookie_whose_time_has_passed_fetches_no_other_one()
    {
        var next = await NextDay(_first);
        await Find(next);

        Assert.Null(await Renew(_first));
    }

    [Fact]
    public async Task Both_cookies_stop_with_the_session_and_nothing_of_them_stays()
    {
        var next = await NextDay(_first);
        await _app.Sessions.End((await Find(next))!.Id);

        Assert.Null(await Find(_first));
        Assert.Null(await Find(next));
        Assert.Empty(await Rows());
    }

    [Fact]
    public async Task What_was_retired_stays_retired_after_a_restart()
    {
        var next = await NextDay(_first);
        await _app.Sessions.Touch((await Find(next))!);
        _app.Time.Advance(TimeSpan.FromMinutes(2));
        _app = await _app.Restart();

        Assert.Null(await Find(_first));
        Assert.NotNull(await Find(next));
    }

    [Fact]
    public async Task The_sweep_takes_retired_cookies_away()
    {
        await Find(await NextDay(_first));
        _app.Time.Advance(TimeSpan.FromMinutes(2));
        await _app.Sessions.Sweep();

        Assert.Single(await Rows());
    }

    [Fact]
    public async Task Over_http_the_browser_is_given_the_next_cookie_when_it_opens_a_page()
    {
        await using var server = await PostaServer.Start();
        using var browser = await _app.SignedInBrowser(server);
        var first = browser.Cookies["chat"];
        await browser.Open("/new");
        Assert.Equal(first, browser.Cookies["chat"]);

        _app.Time.Advance(TimeSpan.FromHours(24));
        await browser.Open("/new");

        Assert.NotEqual(first, browser.Cookies["chat"]);
        Assert.Equal(200, (await browser.Open("/new")).Status);
    }

    private async Task<Session?> Find(byte[] cookie) => await _app.Sessions.Find(cookie);

    private async Task<byte[]?> Renew(byte[] cookie) => (await _app.Sessions.Renew(cookie))?.Value;

    private async Task<byte[]> NextDay(byte[] cookie)
    {
        await Find(cookie);
        _app.Time.Advance(TimeSpan.FromHours(24));
        return (await Renew(cookie))!;
    }

    private async Task<IReadOnlyList<string>> Rows() =>
        await _app.Get<SessionDatabase>().Db.Read(db => Dapper.SqlMapper.Query<string>(db, "SELECT cookie_id FROM cookies").ToList());
}
