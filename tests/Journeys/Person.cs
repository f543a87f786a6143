using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Posta.Protocol;
using Posta.Testing;

namespace Journeys;

/// <summary>Somebody at a browser of their own, with a device that keeps passkeys, doing what people do.</summary>
internal sealed class Person : IAsyncDisposable
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(20);

    private readonly IBrowserContext _context;
    private readonly Uri _chat;
    private readonly ConcurrentQueue<string> _complaints;

    private Person(IBrowserContext context, IPage page, Authenticator authenticator, Uri chat, ConcurrentQueue<string> complaints)
    {
        _context = context;
        _chat = chat;
        _complaints = complaints;
        Page = page;
        Authenticator = authenticator;
    }

    public IPage Page { get; }

    public Authenticator Authenticator { get; }

    /// <summary>What no run may have: CSP violations, console errors, requests to another host.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>
    /// The same without the notes of browser and htmx on each refused request, for journeys that are about refusals, or sign out:
    /// what was on its way when the session ended is refused.
    /// </summary>
    public IEnumerable<string> Faults => _complaints.Where(complaint =>
        !complaint.Contains("Failed to load resource", StringComparison.Ordinal) && !complaint.Contains("Response Status Error Code", StringComparison.Ordinal)
        // What could not be asked for while the program was down, and the service worker that could not.
        && !complaint.StartsWith("console: htmx:afterRequest", StringComparison.Ordinal) && !complaint.StartsWith("console: htmx:sendError", StringComparison.Ordinal)
        && !complaint.Contains("An unknown error occurred when fetching the script", StringComparison.Ordinal));

    /// <summary>Every request that went out, from all tabs.</summary>
    public ConcurrentQueue<Uri> Requests { get; } = [];

    public IBrowserContext Context => _context;

    public ILocator Messages => Page.Locator("#rows .msg");

    public ILocator Composer => Page.GetByLabel("Message", new() { Exact = true });

    public ILocator Conversations => Page.Locator(".conversation");

    public static BrowserNewContextOptions Desktop => new() { ViewportSize = new() { Width = 1200, Height = 800 } };

    /// <param name="listsPasskeys">
    /// Whether their browser lists passkeys at a field. A virtual authenticator then chooses the first one at once, where a
    /// person would look and press: most journeys do without.
    /// </param>
    public static async Task<Person> At(
        Chromium chromium, Uri chat, AuthenticatorKind? authenticator = null, BrowserNewContextOptions? options = null, bool listsPasskeys = false)
    {
        var context = await chromium.Browser.NewContextAsync(options ?? Desktop);
        context.SetDefaultTimeout(30_000);
        if (!listsPasskeys) await context.AddInitScriptAsync("window.PublicKeyCredential && (PublicKeyCredential.isConditionalMediationAvailable = async () => false)");
        var page = await context.NewPageAsync();
        var person = new Person(context, page, await Authenticator.Attach(context, page, authenticator ?? AuthenticatorKind.WithPrf), chat, []);
        await person.Listen();
        return person;
    }

    /// <summary>Somebody who has just signed up, linked to that identity.</summary>
    public static async Task<Person> SignedUp(Chromium chromium, Pair pair, string slug, BrowserNewContextOptions? options = null)
    {
        var person = await At(chromium, pair.Url, options: options);
        await person.SignUp(await pair.Invite(), await pair.PairingUri(slug));
        return person;
    }

    /// <summary>Their second window.</summary>
    public async Task<Person> OpenTab() => new(_context, await _context.NewPageAsync(), Authenticator, _chat, _complaints);

    public async Task SignUp(string inviteLink, string pairingUri)
    {
        await OpenInvite(inviteLink);
        await LinkServer(pairingUri);
        await Confirm();
        await MakePasskey();
        await Page.WaitForURLAsync($"{_chat}");
    }

    public Task OpenInvite(string inviteLink) => Page.GotoAsync(inviteLink);

    public async Task LinkServer(string pairingUri, string button = "Continue")
    {
        await Page.GetByLabel("Paste your posta+v1:// or posta://pair link").FillAsync(pairingUri);
        await Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
    }

    public Task Confirm() => Press("Yes, this is me");

    public async Task MakePasskey()
    {
        await Press("Create passkey");
        await Press("Confirm with passkey");
    }

    public async Task SignIn()
    {
        await Open("login");
        await Press("Sign in with a passkey");
        await Page.WaitForURLAsync($"{_chat}");
    }

    /// <summary>As <see cref="SignOut"/>, from a page that has no such button: by way of another.</summary>
    public async Task SignOutFrom(string path)
    {
        await Open(path);
        await SignOut();
    }

    /// <summary>From the page of passkeys; answers what is on the paper then.</summary>
    public async Task<string> MakeUnlockCode()
    {
        await Press("Make an unlock code");
        var code = await ReadUnlockCode();
        await Press("I have written it down");
        await Page.GetByText("Your unlock code is in use.").WaitForAsync();
        return code;
    }

    public async Task<string> ReadUnlockCode()
    {
        await Page.Locator(".code-sheet").WaitForAsync();
        return string.Join('-', await Page.Locator(".code-sheet__groups span").AllTextContentsAsync());
    }

    public async Task TypeUnlockCode(string code)
    {
        await Page.GetByLabel("Unlock code").FillAsync(code);
        await Press("Open my conversations");
    }

    public async Task SignOut()
    {
        await Press("Sign out");
        await Page.WaitForURLAsync($"{_chat}login");
    }

    public async Task StartConversation(string address)
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "New conversation" }).First.ClickAsync();
        await LookUp(address);
        await Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Start") }).ClickAsync();
        await Composer.WaitForAsync();
    }

    public async Task LookUp(string address)
    {
        await Page.GetByLabel("Their address").FillAsync(address);
        await Press("Look up");
    }

    public async Task Send(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    /// <summary>Goes to a page of ours by its path.</summary>
    public Task<IResponse?> Open(string path) => Page.GotoAsync($"{_chat}{path}");

    /// <summary>A thread by its address, as from a bookmark.</summary>
    public Task<IResponse?> OpenThread(PostaUrl peer) => Open($"c/{Uri.EscapeDataString(peer.Canonical)}");

    public Task Press(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    public ILocator Message(string text) => Messages.Filter(new() { HasText = text });

    /// <summary>Kept under artifacts/screenshots, to be looked at.</summary>
    public Task Photograph(string name) => Page.ScreenshotAsync(new()
    {
        Path = Path.Combine(Repository.Screenshots, $"{name}.png"),
        // To hide the caret, the driver sets a style on the field; htmx copies it to the next one, and the content policy refuses.
        Caret = ScreenshotCaret.Initial,
    });

    // A page that goes elsewhere while its window closes can keep the browser waiting for ever. That says nothing about our
    // programs, and the window goes with the browser.
    public async ValueTask DisposeAsync() =>
        await _context.CloseAsync().WaitAsync(CloseWithin).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task Listen()
    {
        _context.Console += (_, message) =>
        {
            if (message.Type == "error") _complaints.Enqueue($"console: {message.Text} ({message.Location})");
        };
        _context.WebError += (_, error) => _complaints.Enqueue($"script: {error.Error}");
        _context.Request += (_, request) => Note(new Uri(request.Url));
        await _context.ExposeFunctionAsync("journeySawViolation", (string violation) => _complaints.Enqueue($"csp: {violation}"));
        await _context.AddInitScriptAsync(
            "addEventListener('securitypolicyviolation', e => journeySawViolation(`${e.violatedDirective} ${e.blockedURI}`));");
    }

    private void Note(Uri url)
    {
        Requests.Enqueue(url);
        if (url.Scheme is "http" or "https" && url.Authority != _chat.Authority) _complaints.Enqueue($"another host: {url}");
    }
}
