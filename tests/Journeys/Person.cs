using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Journeys;

/// <summary>Somebody at a browser of their own, with a device that keeps passkeys, doing what people do.</summary>
internal sealed class Person : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _chat;
    private readonly ConcurrentQueue<string> _complaints = [];

    private Person(IBrowserContext context, IPage page, Authenticator authenticator, Uri chat)
    {
        _context = context;
        _chat = chat;
        Page = page;
        Authenticator = authenticator;
    }

    public IPage Page { get; }

    public Authenticator Authenticator { get; }

    /// <summary>What no run may have: CSP violations, console errors, requests to another host.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public ILocator Messages => Page.Locator("#rows .msg");

    public ILocator Composer => Page.GetByLabel("Message", new() { Exact = true });

    public ILocator Conversations => Page.Locator(".conversation");

    public static async Task<Person> At(Chromium chromium, Uri chat, AuthenticatorKind? authenticator = null, BrowserNewContextOptions? options = null)
    {
        var context = await chromium.Browser.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1200, Height = 800 } });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        var person = new Person(context, page, await Authenticator.Attach(context, page, authenticator ?? AuthenticatorKind.WithPrf), chat);
        await person.Listen();
        return person;
    }

    public async Task SignUp(string inviteLink, string pairingUri)
    {
        await OpenInvite(inviteLink);
        await Pair(pairingUri);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Yes, this is me" }).ClickAsync();
        await MakePasskey();
        await Page.WaitForURLAsync($"{_chat}");
    }

    public Task OpenInvite(string inviteLink) => Page.GotoAsync(inviteLink);

    public async Task Pair(string pairingUri)
    {
        await Page.GetByLabel("Paste your posta+v1:// link").FillAsync(pairingUri);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }

    public async Task MakePasskey()
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create passkey" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Confirm with passkey" }).ClickAsync();
    }

    public async Task SignIn()
    {
        await Page.GotoAsync($"{_chat}login");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Page.WaitForURLAsync($"{_chat}");
    }

    public async Task SignOut()
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Page.WaitForURLAsync($"{_chat}login");
    }

    public async Task StartConversation(string address)
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "New conversation" }).First.ClickAsync();
        await Page.GetByLabel("Their address").FillAsync(address);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Start") }).ClickAsync();
        await Composer.WaitForAsync();
    }

    public async Task Send(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    public ILocator Message(string text) => Messages.Filter(new() { HasText = text });

    /// <summary>Kept under artifacts/screenshots, to be looked at.</summary>
    public Task Photograph(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, $"{name}.png") });

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private async Task Listen()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type == "error") _complaints.Enqueue($"console: {message.Text} ({message.Location})");
        };
        Page.PageError += (_, error) => _complaints.Enqueue($"script: {error}");
        Page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is "http" or "https" && url.Authority != _chat.Authority) _complaints.Enqueue($"another host: {request.Url}");
        };
        await _context.ExposeFunctionAsync("journeySawViolation", (string violation) => _complaints.Enqueue($"csp: {violation}"));
        await _context.AddInitScriptAsync(
            "addEventListener('securitypolicyviolation', e => journeySawViolation(`${e.violatedDirective} ${e.blockedURI}`));");
    }
}
