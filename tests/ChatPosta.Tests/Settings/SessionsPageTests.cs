using AngleSharp.Dom;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Live;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Settings;

public sealed class SessionsPageTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Member _alice = null!;
    private Browser _here = null!;
    private Browser _there = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _alice = await Member.Join(_app, server: _server.Identity);
        _there = await _alice.OpenBrowser(_app, new("Firefox on Linux", "203.0.113.0/24"));
        _app.Time.Advance(TimeSpan.FromMinutes(2));
        _here = await _alice.OpenBrowser(_app, new("Chrome on Android", "2001:db8::/48"));
    }

    public async ValueTask DisposeAsync()
    {
        _here.Dispose();
        _there.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Each_session_is_named_by_device_network_and_times_this_one_first()
    {
        var rows = await Rows();

        Assert.Equal(2, rows.Count);
        Assert.Contains("Chrome on Android This one", rows[0].Words(), StringComparison.Ordinal);
        Assert.Contains("from 2001:db8::/48 Since 2 January 2026, 03:06 UTC , opened with “Passkey” · open now", rows[0].Words(), StringComparison.Ordinal);
        Assert.Contains("Firefox on Linux Last used 2 January 2026, 03:04 UTC from 203.0.113.0/24", rows[1].Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("This one", rows[1].Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_elses_session_is_listed()
    {
        using var bob = await (await Member.Join(_app, "Bob")).OpenBrowser(_app, new("Safari on Mac", ""));

        Assert.DoesNotContain("Safari on Mac", (await _here.Open("/settings/sessions")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_streams_are_counted()
    {
        await using var tab = await Stream(_there);
        await using var second = await Stream(_there);

        Assert.Contains("2 streams open", (await Rows())[1].Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ending_one_ends_its_requests_and_streams_and_no_others()
    {
        await using var ended = await Stream(_there);
        await using var kept = await Stream(_here);

        var answer = await _here.Submit((await Rows())[1].The("form").GetAttribute("action")!);

        Assert.Equal((303, "/settings/sessions"), (answer.Status, answer.Location));
        while (await ended.Next() is not null) { }
        Assert.Equal(303, (await _there.Open("/settings/sessions")).Status);
        Assert.Contains("1 stream open", Assert.Single(await Rows()).Words(), StringComparison.Ordinal);
        Assert.Equal("sessions-ended 1", (await _app.Query<string>("SELECT event || ' ' || detail FROM audit ORDER BY id DESC"))[0]);
    }

    [Fact]
    public async Task Nobody_elses_session_can_be_ended()
    {
        var bob = await Member.Join(_app, "Bob");
        using var theirs = await bob.OpenBrowser(_app);
        var id = Assert.Single(await _app.Sessions.OfUser(bob.User.Id)).Id;

        Assert.Equal(303, (await _here.Submit($"/settings/sessions/{id}/end")).Status);

        Assert.Equal(200, (await theirs.Open("/settings/sessions")).Status);
        Assert.Equal(["signed-up", "signed-up"], await _app.Query<string>("SELECT event FROM audit"));
    }

    [Fact]
    public async Task Ending_all_others_keeps_this_one()
    {
        using var third = await _alice.OpenBrowser(_app);
        await using var stream = await Stream(third);

        Assert.Equal(303, (await _here.Submit("/settings/sessions/end-others")).Status);

        while (await stream.Next() is not null) { }
        Assert.Single(await Rows());
        Assert.Equal("sessions-ended 2", (await _app.Query<string>("SELECT event || ' ' || detail FROM audit ORDER BY id DESC"))[0]);
    }

    [Fact]
    public async Task All_others_end_for_a_passkey_of_the_last_five_minutes_only()
    {
        _app.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromMilliseconds(1));

        var answer = await _here.Submit("/settings/sessions/end-others");

        Assert.Equal(403, answer.Status);
        Assert.Contains("Confirm with your passkey first", Rendered.Parse(answer.Body).The("main").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, (await Rows()).Count);
    }

    [Fact]
    public async Task One_who_is_signed_in_once_is_offered_no_end()
    {
        await _here.Submit("/settings/sessions/end-others");

        Assert.DoesNotContain("/end", (await _here.Open("/settings/sessions")).Body, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<IElement>> Rows() =>
        [.. Rendered.Parse((await _here.Open("/settings/sessions")).Body).QuerySelectorAll("main li")];

    private static async Task<BrowserTab> Stream(Browser browser)
    {
        var tab = await BrowserTab.Reading(await browser.Begin(HttpMethod.Get, "/events", null, Browser.Fetch));
        await tab.Until("state");
        return tab;
    }
}
