using System.Collections.Concurrent;
using AngleSharp.Dom;
using ChatPosta.Accounts;
using ChatPosta.Doctor;
using ChatPosta.Sessions;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Live;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Settings;

public sealed class DataPageTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Member _alice = null!;
    private Member _bob = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _alice = await Member.Join(_app, "Alice", _server.Identity);
        _bob = await Member.Join(_app, "Bob", Posta.Protocol.PostaUrl.Parse("https://bob.localhost:1"));
        await _bob.SignIn(_app);
        _browser = _app.Browser();
        _browser.Cookies["chat"] = System.Buffers.Text.Base64Url.EncodeToString(await _alice.SignIn(_app));
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Every_column_of_every_table_with_rows_of_the_user_is_on_the_page()
    {
        await _app.Execute($"INSERT INTO unlock_codes VALUES ('{_alice.User.Id}', x'010203', x'0405', '2026', NULL); INSERT INTO drafts VALUES ('{_alice.User.Id}', 'a thread', x'06', '2026');" +
            $"INSERT INTO sends (user_id, key, digest, sealed_message, state, asked_at) VALUES ('{_alice.User.Id}', 'a key', 'a digest', x'07', 'waiting', '2026')");
        var columns = (await _app.Get<AccountDatabase>().Db.Read(AtRestStore.Columns, TestContext.Current.CancellationToken))
            .Concat(await _app.Get<SessionDatabase>().Db.Read(AtRestStore.Columns, TestContext.Current.CancellationToken));

        var page = await Open();

        Assert.Equal(
            columns.Select(column => $"{column.Table}.{column.Column}").Order(),
            page.QuerySelectorAll("details.stored").SelectMany(Columns).Distinct().Order());
    }

    [Fact]
    public async Task A_table_that_is_made_tomorrow_is_on_it_too_with_its_values_withheld()
    {
        await _app.Execute($"CREATE TABLE tomorrow (user_id TEXT, colour TEXT); INSERT INTO tomorrow VALUES ('{_alice.User.Id}', 'terracotta')");

        var page = await Open();

        Assert.Contains("tomorrow.colour", page.QuerySelectorAll("details.stored").SelectMany(Columns));
        Assert.DoesNotContain("terracotta", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("not shown, 10 letters", page.Body.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_values_are_the_actual_ones_and_secrets_are_told_by_their_length()
    {
        var text = (await Open()).The("main").TextContent;

        Assert.Contains(_alice.User.Id, text, StringComparison.Ordinal);
        Assert.Contains(_alice.Passkey.CredentialId, text, StringComparison.Ordinal);
        Assert.Contains($"sealed, {_alice.Link.SealedToken.Length} bytes", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(_alice.Link.SealedToken), text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(_alice.Passkey.WrappedKey!.Box), text, StringComparison.Ordinal);
        Assert.DoesNotContain(Keys(_browser.Cookies["chat"]), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_anybody_else_is_on_it()
    {
        var text = (await Open()).The("main").TextContent;

        Assert.DoesNotContain(_bob.User.Id, text, StringComparison.Ordinal);
        Assert.DoesNotContain(_bob.Passkey.CredentialId, text, StringComparison.Ordinal);
        Assert.DoesNotContain("bob.localhost", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_needs_no_posta_server()
    {
        _server.Say(503);

        Assert.Equal(200, (await _browser.Open("/settings/data")).Status);
    }

    [Fact]
    public async Task Deleting_needs_ones_address_and_says_what_it_takes()
    {
        foreach (var typed in new[] { "", "yes", "bob.localhost:1" })
        {
            var answer = await _browser.Submit("/settings/delete", ("confirm", typed));

            Assert.Equal(422, answer.Status);
            Assert.Contains("nothing was deleted", Rendered.Parse(answer.Body).The("#delete-problem").TextContent, StringComparison.Ordinal);
            // It lies below the fold, so that is where the browser has to go.
            Assert.True(Rendered.Parse(answer.Body).The("#confirm").HasAttribute("autofocus"));
        }

        Assert.Equal(2, (await _app.Users.List()).Count);
    }

    [Fact]
    public async Task Deleting_needs_a_passkey_of_the_last_five_minutes()
    {
        _app.Time.Advance(TimeSpan.FromMinutes(5));

        var answer = await _browser.Submit("/settings/delete", ("confirm", _server.Identity.Display));

        Assert.Equal(403, answer.Status);
        Assert.Equal(2, (await _app.Users.List()).Count);
    }

    [Fact]
    public async Task Deleting_leaves_nothing_ends_every_stream_and_says_goodbye()
    {
        using var phone = _app.Browser();
        phone.Cookies["chat"] = System.Buffers.Text.Base64Url.EncodeToString(await _alice.SignIn(_app));
        await using var tab = await BrowserTab.Reading(await phone.Begin(HttpMethod.Get, "/events", null, Browser.Fetch));
        await tab.Until("state");
        var (asked, serve) = (new ConcurrentQueue<string>(), _server.Answer);
        _server.Answer = context =>
        {
            asked.Enqueue(context.Request.Path);
            return serve(context);
        };

        var answer = await _browser.Submit("/settings/delete", ("confirm", $" {_server.Identity.Canonical} "));

        Assert.Equal((303, "/login?left=deleted"), (answer.Status, answer.Location));
        Assert.Equal("\"cache\", \"storage\"", answer.Header("Clear-Site-Data"));
        Assert.Empty(_browser.Cookies);
        while (await tab.Next() is not null) { }
        Assert.Equal("/login", (await phone.Open("/")).Location);
        Assert.Contains("is deleted", Rendered.Parse((await _browser.Open(answer.Location)).Body).The(".done").TextContent, StringComparison.Ordinal);
        Assert.All(_app.Files(), file => Assert.False(DiskScan.Holds(file, System.Text.Encoding.UTF8.GetBytes(_alice.User.Id)), file));
        // The posta-server isn't touched.
        Assert.All(asked, path => Assert.Equal("/api/v1/events", path));
        Assert.Equal("Bob", Assert.Single(await _app.Users.List()).Name);
    }

    private async Task<IDocument> Open() => Rendered.Parse((await _browser.Open("/settings/data")).Body);

    private static IEnumerable<string> Columns(IElement table) =>
        table.QuerySelectorAll("dt").Select(column => $"{table.QuerySelector("p code")!.TextContent}.{column.TextContent.Trim()}");

    private static string Keys(string cookie) => ChatPosta.Keys.KeyChain.CookieId(System.Buffers.Text.Base64Url.DecodeFromChars(cookie));
}
