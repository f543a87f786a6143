using System.Text.Json.Nodes;
using ChatPosta.Tests.Keys;
using ChatPosta.Tests.Passkeys;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.SignUp;

/// <summary>Somebody with an invite, a browser, an authenticator and a posta-server; signs up step by step.</summary>
internal sealed class Newcomer : IDisposable
{
    private readonly PostaServer _server;

    private Newcomer(ChatApp app, PostaServer server, string code, SoftAuthenticator? authenticator, string? address = null)
    {
        _server = server;
        Code = code;
        Browser = new Browser(app) { Address = address };
        Authenticator = authenticator ?? new SoftAuthenticator(app.Site.Origin);
    }

    public Browser Browser { get; }

    public SoftAuthenticator Authenticator { get; }

    public string Code { get; }

    public static async Task<Newcomer> Invited(ChatApp app, PostaServer server, SoftAuthenticator? authenticator = null) =>
        new(app, server, (await app.Invites.Create("Alice", TimeSpan.FromHours(1))).Code, authenticator);

    /// <summary>Somebody who has lost every passkey, with the admin's link and a new device.</summary>
    public static async Task<Newcomer> Recovering(ChatApp app, PostaServer server, string userId) =>
        new(app, server, (await app.Invites.CreateRecovery(userId, TimeSpan.FromHours(1)))!.Value.Code, null);

    /// <summary>Another person who was shown the same link.</summary>
    public Newcomer Rival(ChatApp app, string? address = null) => new(app, _server, Code, null, address);

    public Task<Answer> ShowInvite() => Browser.Submit("/register/invite", ("code", Code));

    public Task<Answer> Pair(string? uri = null) => Browser.Submit("/register/pairing", ("pairing", uri ?? _server.PairingUri));

    public Task<Answer> Confirm() => Browser.Submit("/register/confirm");

    /// <summary>Up to the page that asks for a passkey.</summary>
    public async Task ReachPasskey()
    {
        await ShowInvite();
        await Pair();
        Assert.Equal(303, (await Confirm()).Status);
    }

    public Task<Answer> Options() => Browser.Post("/register/passkey/options");

    public async Task<Answer> Create() => await Created(Authenticator.Create((await Options()).Json));

    public Task<Answer> Created(JsonObject answer) => Browser.Post("/register/passkey/created", answer);

    public Task<Answer> Confirmed(JsonObject answer) => Browser.Post("/register/passkey/confirmed", answer);

    /// <summary>From the passkey page into the account.</summary>
    public async Task<Answer> Finish() => await Confirmed(Authenticator.Get((await Create()).Json));

    /// <summary>From a page that says "this needs a code" to the code on paper.</summary>
    public async Task<string> WriteCodeDown()
    {
        await Browser.Submit("/register/passkey/code");
        return Sheet.Code((await Browser.Open("/register")).Body);
    }

    /// <summary>The last press with a weak passkey.</summary>
    public async Task<Answer> FinishWithCode() =>
        await Confirmed(Authenticator.Get((await Browser.Post("/register/passkey/again")).Json));

    public async Task SignUp()
    {
        await ReachPasskey();
        Assert.Equal("/", (string)(await Finish()).Json["location"]!);
    }

    public void Dispose()
    {
        Browser.Dispose();
        Authenticator.Dispose();
    }
}
