using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>
/// One run with everything that is secret, each marked or noted as it passes: nothing of it may be found afterwards in what
/// the program wrote, at its most talkative, on its disk, or in a page that tells of an error (security.md §3.6).
/// </summary>
public sealed class DefenceCanaryTests(Chromium chromium) : IAsyncLifetime
{
    private const string Words = "CANARY-blåbær-på-fjellet";

    private readonly Pair _pair = new();
    private readonly ConcurrentDictionary<string, string> _secrets = [];
    private readonly ConcurrentQueue<string> _errors = [];

    private ServeProcess _chat = null!;
    private Person _alice = null!;

    public async ValueTask InitializeAsync()
    {
        await _pair.InitializeAsync();
        _chat = await ServeProcess.Start();
        _alice = await Person.At(chromium, _chat.Url);
        _alice.Context.Request += (_, request) => Note(request);
        _alice.Context.Response += (_, response) => Note(response);
    }

    public async ValueTask DisposeAsync()
    {
        await _alice.DisposeAsync();
        await _chat.DisposeAsync();
        await _pair.DisposeAsync();
    }

    [Fact]
    public async Task No_secret_is_left_anywhere()
    {
        var invite = await _chat.Invite();
        _secrets[invite.Split("code=")[1]] = "invite code";
        var pairing = await _pair.PairingUri("alice");
        _secrets[pairing.Split("token=")[1]] = "token";

        await _alice.OpenInvite(invite);
        await _alice.LinkServer(pairing.Replace("posta+v1", "posta+v2", StringComparison.Ordinal));
        await Expect(_alice.Page.Locator("[data-error]")).ToContainTextAsync("must begin with");
        await _alice.LinkServer(pairing);
        await Expect(_alice.Page.Locator("#register[data-state=confirm], [data-error]:not([hidden])")).ToContainTextAsync("Is this you?");
        await _alice.Confirm();
        await _alice.MakePasskey();
        await _alice.Page.WaitForURLAsync($"{_chat.Url}");
        await NoteCookies();
        await _alice.Open("settings/passkeys");
        var code = await _alice.MakeUnlockCode();
        _secrets[code] = _secrets[code.Replace("-", "", StringComparison.Ordinal)] = "unlock code";

        await _alice.Open("");
        await _alice.StartConversation(_pair.Address("bob").Display);
        await _alice.Send(Words);
        await Expect(_alice.Message(Words)).ToBeVisibleAsync();
        await Fail();
        await _alice.SignOut();
        await _alice.SignIn();
        await NoteCookies();
        await Fail();
        AssertNothingOnDisk();
        await _chat.Stop();
        AssertNothingOnDisk();

        Assert.Equal(["cookie", "invite code", "token", "unlock code", "unlock key"], _secrets.Values.Distinct().Order());
        foreach (var (secret, what) in _secrets) AssertAbsent(secret, what);
        AssertAbsent(Words, "the words of a message");
        AssertAbsent("mst_", "a token");
    }

    /// <summary>Everything that a person can do wrong, and a server that is away.</summary>
    private async Task Fail()
    {
        await _alice.Open($"no-such-page?code={_secrets.Keys.First()}");
        await _alice.Page.EvaluateAsync(
            """
            async secrets => {
              for (const secret of secrets) {
                await fetch("/register/invite", { method: "POST", body: new URLSearchParams({ code: secret + "x" }) });
                await fetch("/register/pairing", { method: "POST", body: new URLSearchParams({ pairing: `posta+v1://h#token=${secret}` }) });
                await fetch("/login/finish", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ credential: secret, unlockKey: secret }) });
                await fetch("/login/finish", { method: "POST", headers: { "Content-Type": "application/json" }, body: `{"unlockKey": ${secret}` });
                await fetch("/login/code", { method: "POST", body: new URLSearchParams({ code: secret }) });
                await fetch(`/media/${secret}/image/${secret}`);
                await fetch(`/assets/x/${secret}`);
              }
            }
            """,
            _secrets.Keys.ToArray());
        await _pair.StopServer();
        await _alice.Open("");
        await _pair.StartServer();
        await _alice.Open("");
    }

    private void Note(IRequest request)
    {
        if (request.PostData is not { } body || !body.StartsWith('{')) return;

        try
        {
            if ((string?)JsonNode.Parse(body)!["unlockKey"] is { Length: 43 } key) _secrets.TryAdd(key, "unlock key");
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException)
        {
            // One of those that are meant to fail.
        }
    }

    private void Note(IResponse response)
    {
        if (response.Status >= 400) _ = Keep(response);
    }

    private async Task Keep(IResponse response)
    {
        try
        {
            _errors.Enqueue(await response.TextAsync());
        }
        catch (PlaywrightException)
        {
            // The page it belonged to is gone, and nobody has seen it.
        }
    }

    private async Task NoteCookies()
    {
        foreach (var cookie in await _alice.Context.CookiesAsync()) _secrets.TryAdd(cookie.Value, "cookie");
    }

    private void AssertNothingOnDisk()
    {
        var files = Directory.GetFiles(_chat.Folder, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0).ToArray();
        Assert.Contains(files, file => file.EndsWith("state.db", StringComparison.Ordinal));
        foreach (var file in files)
        {
            var content = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            foreach (var (secret, what) in _secrets.Append(new(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Words)), "the words of a message")))
                Assert.False(content.Contains(secret, StringComparison.Ordinal), $"{Path.GetFileName(file)} holds {what}.");
        }
    }

    private void AssertAbsent(string secret, string what)
    {
        Assert.False(_chat.Output.Any(line => line.Contains(secret, StringComparison.Ordinal)), $"The log holds {what}.");
        Assert.False(_errors.Any(page => page.Contains(secret, StringComparison.Ordinal)), $"A page about an error holds {what}.");
        Assert.NotEmpty(_chat.Output);
        Assert.NotEmpty(_errors);
    }
}
