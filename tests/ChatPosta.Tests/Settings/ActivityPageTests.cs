using System.Reflection;
using ChatPosta.Accounts;
using ChatPosta.Settings;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Settings;

public sealed class ActivityPageTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private Member _alice = null!;
    private Browser _browser = null!;

    public static TheoryData<string> Events =>
        [.. typeof(AuditStore).GetFields(BindingFlags.Public | BindingFlags.Static).Where(each => each.IsLiteral).Select(each => (string)each.GetRawConstantValue()!)];

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _alice = await Member.Join(_app);
        _browser = await _alice.OpenBrowser(_app);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task One_reads_ones_own_lines_newest_first_in_words()
    {
        await Member.Join(_app, "Bob");
        await _app.Users.Audit(_alice.User.Id, AuditStore.SignedIn, network: "203.0.113.0/24");

        Assert.Equal(
            ["You signed in 2 January 2026, 03:04 UTC from 203.0.113.0/24", "You opened this account 2 January 2026, 03:04 UTC"],
            await Lines("/settings/activity"));
    }

    [Fact]
    public async Task A_time_and_a_network_stand_apart()
    {
        await _app.Users.Audit(_alice.User.Id, AuditStore.SignedIn, network: "203.0.113.0/24");

        var newest = Rendered.Parse((await _browser.Open("/settings/activity")).Body).QuerySelector("main li .hint")!;

        Assert.Contains("UTC from 203.0.113.0/24", newest.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_history_comes_in_pages_without_a_hole()
    {
        for (var times = 0; times < 120; times++) await _app.Users.Audit(_alice.User.Id, AuditStore.SignedIn);

        var counts = new List<int>();
        for (string? page = "/settings/activity"; page is not null;)
        {
            var shown = Rendered.Parse((await _browser.Open(page)).Body);
            counts.Add(shown.QuerySelectorAll("main li").Length);
            page = shown.QuerySelector("main a")?.GetAttribute("href");
        }

        Assert.Equal([50, 50, 21], counts);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_has_words(string @event) =>
        Assert.NotEqual(@event, ActivityWords.For(new(1, default, null, null, @event, "1", "")));

    private async Task<IEnumerable<string>> Lines(string page) =>
        Rendered.Parse((await _browser.Open(page)).Body).QuerySelectorAll("main li").Select(line => line.Words());
}
