using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;

namespace ChatPosta.Tests.Web;

public sealed class ProblemTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _browser = await _app.SignedInBrowser(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(401, "refused this token")]
    [InlineData(500, "answer that isn't posta's")]
    [InlineData(429, "busy")]
    [InlineData(403, "turned this down")]
    public async Task A_failing_server_is_told_in_words_with_a_way_out(int status, string words)
    {
        _server.Say(status);

        var answer = await _browser.Open("/");

        Assert.Equal(502, answer.Status);
        Assert.Contains(words, Rendered.Parse(answer.Body).The("main").TextContent, StringComparison.Ordinal);
        Assert.NotNull(Rendered.Parse(answer.Body).The("a.button").GetAttribute("href"));
    }

    [Fact]
    public async Task A_server_that_is_down_is_told_in_words()
    {
        await _server.DisposeAsync();

        var answer = await _browser.Open("/");

        Assert.Equal(502, answer.Status);
        Assert.Contains("Couldn&#x27;t reach your posta-server", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_noted_once()
    {
        _server.Say(401);
        await _browser.Open("/");
        await _browser.Open("/");

        Assert.False((await _app.Users.List())[0].IsLinked);
        Assert.Equal(["signed-up", "link-refused"], await _app.Query<string>("SELECT event FROM audit ORDER BY id"));
    }

    [Fact]
    public async Task A_fault_of_ours_tells_nothing_of_itself()
    {
        await _app.Execute("DROP TABLE invites");

        var answer = await _browser.Submit("/register/invite", ("code", "x"));

        Assert.Equal(500, answer.Status);
        Assert.Contains("This is our fault", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("invites", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_reads_the_same_words_as_json()
    {
        await _app.Execute("DROP TABLE passkeys");
        using var stranger = _app.Browser();
        var options = (await stranger.Post("/login/options")).Json;
        using var passkey = new Passkeys.SoftAuthenticator(_app.Site.Origin);

        var answer = await stranger.Post("/login/finish", passkey.Get(options));

        Assert.InRange(answer.Status, 400, 500);
        Assert.StartsWith("application/json", answer.Header("Content-Type"), StringComparison.Ordinal);
        Assert.NotEqual("", answer.Error);
    }

    [Fact]
    public async Task A_disk_without_room_is_507()
    {
        await _app.Execute("PRAGMA max_page_count = 1");
        await Fill();

        var answer = await _browser.Submit("/logout");

        Assert.Equal(507, answer.Status);
    }

    /// <summary>Rows as small as those that the program writes find the last gap too.</summary>
    private async Task Fill()
    {
        try
        {
            while (true) await _app.Execute("INSERT INTO audit (at, event, detail) VALUES ('', '', '')");
        }
        catch (Posta.Hosting.Data.DatabaseException)
        {
            // Full.
        }
    }
}
