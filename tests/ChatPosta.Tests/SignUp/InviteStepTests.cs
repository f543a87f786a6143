using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.SignUp;

public sealed class InviteStepTests
{
    [Fact]
    public async Task An_open_invite_leads_to_the_pairing_step()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var newcomer = await Newcomer.Invited(app, server);

        var shown = await newcomer.ShowInvite();

        Assert.Equal((303, "/register"), (shown.Status, shown.Location));
        Assert.Contains("data-state=\"pairing\"", (await newcomer.Browser.Open("/register")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_expired_and_used_invites_get_one_and_the_same_answer()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var used = await Newcomer.Invited(app, server);
        await used.SignUp();
        var (_, expired) = await app.Invites.Create("Bob", TimeSpan.FromMinutes(1));
        app.Time.Advance(TimeSpan.FromMinutes(1));

        var answers = new List<Answer>();
        foreach (var code in new[] { "unknown", expired, used.Code, "" })
        {
            using var browser = app.Browser();
            answers.Add(await browser.Submit("/register/invite", ("code", code)));
        }

        Assert.Equal(410, answers[0].Status);
        Assert.Contains("This invite link is invalid", answers[0].Body, StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.Equal(Visible(answers[0]), Visible(answer)));
    }

    [Fact]
    public async Task An_invalid_invite_sets_no_cookie()
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();

        await browser.Submit("/register/invite", ("code", "unknown"));

        Assert.Empty(browser.Cookies);
    }

    [Theory]
    [InlineData("abc", "/register#code=abc")]
    [InlineData("%0D%0ASet-Cookie:x", "/register#code=%0D%0ASet-Cookie%3Ax")]
    [InlineData("%3Cscript%3E", "/register#code=%3Cscript%3E")]
    public async Task A_code_in_the_query_moves_to_the_fragment(string query, string location)
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();

        var answer = await browser.Open($"/register?code={query}");

        Assert.Equal((302, location), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task Showing_an_invite_does_not_use_it()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var newcomer = await Newcomer.Invited(app, server);

        await newcomer.ShowInvite();
        await newcomer.ShowInvite();

        Assert.NotNull(await app.Invites.FindOpen(newcomer.Code));
    }

    [Fact]
    public async Task A_draft_lasts_15_minutes()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var newcomer = await Newcomer.Invited(app, server);
        await newcomer.ReachPasskey();

        app.Time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(200, (await newcomer.Options()).Status);
        app.Time.Advance(TimeSpan.FromMilliseconds(1));
        var late = await newcomer.Options();

        Assert.Equal(410, late.Status);
        Assert.Contains("timed out", (string?)late.Json["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_oversized_form_is_told_so_on_a_page()
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();

        var answer = await browser.Submit("/register/invite", ("code", new string('x', 100_000)));

        Assert.Equal(413, answer.Status);
        Assert.StartsWith("text/html", answer.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Contains("too much", answer.Body, StringComparison.Ordinal);
    }

    private static string Visible(Answer answer)
    {
        var headers = answer.Headers.Where(header => header.Key != "Date").OrderBy(header => header.Key, StringComparer.Ordinal);
        return $"{answer.Status}\n{string.Join('\n', headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"))}\n{answer.Body}";
    }
}
