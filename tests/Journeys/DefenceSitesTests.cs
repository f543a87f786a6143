using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>What pages of other sites can do with the session of somebody who visits them (security.md §3.1), in a real browser.</summary>
public sealed class DefenceSitesTests(Chromium chromium) : IAsyncLifetime
{
    /// <summary>With a registrable domain, so that there can be siblings.</summary>
    private readonly Pair _pair = new() { BaseUrl = new("http://chat.team.localhost:0"), LimitScale = 1 };

    private AnotherSite _evil = null!;
    private Person _alice = null!;

    public static TheoryData<string> Sites => ["evil.localhost", "evil.team.localhost", "chat.team.localhost"];

    public async ValueTask InitializeAsync()
    {
        await _pair.InitializeAsync();
        _evil = await AnotherSite.Open();
        _alice = await Person.SignedUp(chromium, _pair, "alice");
    }

    public async ValueTask DisposeAsync()
    {
        await _alice.DisposeAsync();
        await _evil.DisposeAsync();
        await _pair.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public async Task A_form_of_theirs_does_nothing_here(string site)
    {
        _evil.Page = $"<form method=post action='{_pair.Url}logout'></form><script>document.forms[0].submit()</script>";

        var refused = await _alice.Page.RunAndWaitForResponseAsync(() => _alice.Page.GotoAsync(_evil.Address(site)), answer => answer.Url.EndsWith("/logout", StringComparison.Ordinal));

        Assert.Equal(403, refused.Status);
        await AssertSignedIn();
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public async Task A_script_of_theirs_reads_and_changes_nothing(string site)
    {
        _evil.Page = "<p>evil</p>";
        await _alice.Page.GotoAsync(_evil.Address(site));

        var outcomes = await _alice.Page.EvaluateAsync<string[]>(
            """
            async chat => {
              const tries = [
                fetch(`${chat}logout`, { method: "POST", credentials: "include", mode: "no-cors" }),
                fetch(`${chat}logout`, { method: "POST", credentials: "include", headers: { "HX-Request": "true" } }),
                fetch(`${chat}session/heartbeat`, { method: "POST", credentials: "include", mode: "no-cors", body: new URLSearchParams("a=b") }),
                fetch(chat, { credentials: "include" }),
                fetch(`${chat}sidebar`, { credentials: "include", mode: "no-cors" }),
              ];
              return (await Promise.allSettled(tries)).map(({ value }) => value ? `${value.type} ${value.status}` : "failed");
            }
            """,
            _pair.Url.AbsoluteUri);

        // Opaque answers say nothing, and the policy for embedding has even those fail.
        Assert.All(outcomes, outcome => Assert.True(outcome is "failed" or "opaque 0", outcome));
        await AssertSignedIn();
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public async Task They_cannot_frame_or_embed_a_page(string site)
    {
        _evil.Page = $"<iframe src='{_pair.Url}login'></iframe><img src='{_pair.Url}'><script src='{_pair.Url}'></script>";

        await _alice.Page.GotoAsync(_evil.Address(site), new() { WaitUntil = WaitUntilState.Load });

        Assert.Equal(0, await _alice.Page.FrameLocator("iframe").Locator("#login").CountAsync());
        Assert.Equal(0, await _alice.Page.EvaluateAsync<int>("() => document.images[0].naturalWidth"));
        await AssertSignedIn();
    }

    [Fact]
    public async Task Not_even_we_frame_a_page_of_ours()
    {
        await _alice.Open("");

        await _alice.Page.EvaluateAsync(
            "() => new Promise(done => { const frame = document.createElement('iframe'); frame.src = '/settings/sessions'; frame.onload = done; document.body.append(frame); })");

        Assert.Equal(0, await _alice.Page.FrameLocator("iframe").Locator("#settings").CountAsync());
    }

    [Fact]
    public async Task A_link_of_theirs_opens_the_page()
    {
        _evil.Page = $"<a href='{_pair.Url}'>chat</a>";
        await _alice.Page.GotoAsync(_evil.Address("evil.localhost"));

        await _alice.Page.GetByText("chat").ClickAsync();

        await Expect(_alice.Page.GetByText("No conversations yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Our_own_forms_and_scripts_work()
    {
        await _alice.Open("");
        Assert.Equal(204, await _alice.Page.EvaluateAsync<int>("() => fetch('/session/heartbeat', { method: 'POST' }).then(answer => answer.status)"));
        await _alice.StartConversation(_pair.Address("bob").Display);
        await _alice.Send("from our own page");
        await Expect(_alice.Message("from our own page")).ToBeVisibleAsync();

        await _alice.SignOut();

        Assert.EndsWith("/login", _alice.Page.Url, StringComparison.Ordinal);
    }

    private async Task AssertSignedIn()
    {
        await _alice.Open("");
        await Expect(_alice.Page.GetByText("No conversations yet")).ToBeVisibleAsync();
    }
}
