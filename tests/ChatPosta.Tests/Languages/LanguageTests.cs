using ChatPosta.Languages;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Web;
using ChatPosta.Web;

namespace ChatPosta.Tests.Languages;

/// <summary>Which language an answer is in, and how one is chosen: with scripts off, and without an account.</summary>
public sealed class LanguageTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _browser = _app.Browser();
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("", "en")]
    [InlineData("en-GB,en;q=0.9", "en")]
    [InlineData("nb", "nb")]
    [InlineData("nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6,en;q=0.5", "nb")]
    [InlineData("no", "nb")]
    [InlineData("nn-NO", "nb")]
    [InlineData("NB-no", "nb")]
    [InlineData("en;q=0.5, nb;q=0.9", "nb")]
    [InlineData("de, fr, it, es, nb;q=0.3", "nb")]
    [InlineData("de", "en")]
    [InlineData("nb;q=0, en;q=0.1", "en")]
    [InlineData("*", "en")]
    public async Task A_page_is_in_the_language_that_the_browser_likes_best(string accepted, string language)
    {
        var page = await Login(accepted);

        Assert.Equal(language, page.The("html").GetAttribute("lang"));
        Assert.Equal(language == "nb" ? "Godt å se deg" : "Good to see you", page.The("h1").TextContent);
    }

    [Fact]
    public async Task What_is_chosen_wins_over_the_browser_and_can_be_taken_back()
    {
        await _browser.Submit("/language", ("language", "nb"));
        Assert.Equal("nb", (await Login("en")).The("html").GetAttribute("lang"));

        await _browser.Submit("/language", ("language", "en"));
        Assert.Equal("en", (await Login("nb")).The("html").GetAttribute("lang"));

        await _browser.Submit("/language", ("language", ""));
        Assert.Equal("nb", (await Login("nb")).The("html").GetAttribute("lang"));
        Assert.Empty(_browser.Cookies);
    }

    [Fact]
    public async Task The_sign_in_page_offers_the_other_language_and_keeps_where_one_was_going()
    {
        var form = Rendered.Parse((await _browser.Open("/login?next=/search")).Body).The("form[action='/language']");
        var other = form.The("button");

        Assert.Equal(("Norsk bokmål", "nb", "nb"), (other.TextContent, other.GetAttribute("value"), other.GetAttribute("lang")));
        var chosen = await _browser.Submit("/language", ("language", "nb"), ("next", form.The("input[name=next]").GetAttribute("value")!));
        Assert.Equal((303, "/search"), (chosen.Status, chosen.Location));
    }

    [Fact]
    public async Task The_page_of_settings_shows_what_is_chosen()
    {
        using var alice = await _app.SignedInBrowser();
        Assert.Equal("", Chosen(await alice.Open("/settings/language")));

        var chosen = await alice.Submit("/language", ("language", "nb"), ("next", "/settings/language"));

        Assert.Equal((303, "/settings/language"), (chosen.Status, chosen.Location));
        var page = await alice.Open("/settings/language");
        Assert.Equal("nb", Chosen(page));
        Assert.Equal("Språk", Rendered.Parse(page.Body).The("h1").TextContent);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    public async Task It_leads_to_pages_of_ours_only(string next) =>
        Assert.Equal("/", (await _browser.Submit("/language", ("language", "nb"), ("next", next))).Location);

    [Fact]
    public async Task The_cookie_is_as_strict_as_the_others()
    {
        var answer = await _browser.Submit("/language", ("language", "nb"));

        Assert.StartsWith("language=nb; max-age=31536000; path=/; samesite=lax; httponly", answer.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_is_told_in_the_language_of_whoever_has_it()
    {
        var page = await _browser.Send(HttpMethod.Get, "/assets/none/none", null, [.. Browser.Navigation("none"), ("Accept-Language", "nb")]);
        var script = await _browser.Send(HttpMethod.Post, "/login/finish", Browser.Form(), [.. Browser.Fetch, ("Accept", "application/json"), ("Accept-Language", "nb")]);

        Assert.Equal("Her er det ingenting", Rendered.Parse(page.Body).The("h1").TextContent);
        Assert.StartsWith("Det som ble sendt, kunne ikke leses.", script.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_or_asked_for_without_cookies_has_an_address_for_each_language()
    {
        var page = await Login("nb");
        var manifest = page.The("link[rel=manifest]").GetAttribute("href")!;
        var worker = await _browser.Send(HttpMethod.Get, ServiceWorker.Path, null, [.. Browser.Fetch, ("Accept-Language", "nb")]);

        Assert.Equal("nb", (string)(await _browser.Open(manifest)).Json["lang"]!);
        Assert.Contains("\"/offline?lang=nb\"", worker.Body, StringComparison.Ordinal);
        Assert.Contains($"\"offline-{Assets.Hash}-nb\"", worker.Body, StringComparison.Ordinal);
        Assert.Equal("Du er frakoblet", Rendered.Parse((await _browser.Open("/offline?lang=nb")).Body).The("h1").TextContent);
    }

    [Theory]
    [InlineData(WebManifest.Path)]
    [InlineData(ServiceWorker.OfflinePath)]
    public async Task Without_a_language_in_the_address_they_are_English_whoever_asks(string path)
    {
        await _browser.Submit("/language", ("language", "nb"));
        var answer = await _browser.Send(HttpMethod.Get, path, null, [.. Browser.Fetch, ("Accept-Language", "nb")]);

        Assert.Matches("lang\"?[=:]\"en\"", answer.Body);
    }

    [Fact]
    public async Task A_language_ends_with_its_request()
    {
        await Login("nb");

        Assert.Equal(Language.English, Language.Current);
        Assert.Equal("en", (await Login("")).The("html").GetAttribute("lang"));
    }

    private static string Chosen(Answer page) => Rendered.Parse(page.Body).The("input[type=radio][checked]").GetAttribute("value")!;

    private async Task<AngleSharp.Dom.IDocument> Login(string accepted)
    {
        var answer = await _browser.Send(
            HttpMethod.Get, "/login", null, [.. Browser.Navigation("none"), .. accepted.Length > 0 ? new[] { ("Accept-Language", accepted) } : []]);
        Assert.Equal(200, answer.Status);
        return Rendered.Parse(answer.Body);
    }
}
