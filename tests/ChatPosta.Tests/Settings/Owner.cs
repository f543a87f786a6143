using System.Buffers.Text;
using System.Text.Json.Nodes;
using ChatPosta.Tests.Keys;
using ChatPosta.Tests.Passkeys;
using ChatPosta.Tests.SignUp;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Settings;

/// <summary>Somebody with an account, at its settings.</summary>
internal sealed class Owner(ChatApp app, Newcomer newcomer) : IDisposable
{
    public Browser Browser => newcomer.Browser;

    /// <summary>The passkey of sign-up.</summary>
    public SoftAuthenticator First => newcomer.Authenticator;

    public string UserId => First.UserId;

    public static async Task<Owner> SignedUp(ChatApp app, PostaServer server)
    {
        var newcomer = await Newcomer.Invited(app, server);
        await newcomer.SignUp();
        return new(app, newcomer);
    }

    /// <summary>Its passkey needed a code beside it; answers the code, too.</summary>
    public static async Task<(Owner Owner, string Code)> SignedUpWithCode(ChatApp app, PostaServer server)
    {
        var newcomer = await Newcomer.Invited(app, server, new SoftAuthenticator(app.Site.Origin) { HasPrf = false });
        await newcomer.ReachPasskey();
        await newcomer.Create();
        var code = await newcomer.WriteCodeDown();
        Assert.Equal(200, (await newcomer.FinishWithCode()).Status);
        return (new(app, newcomer), code);
    }

    public async Task<SoftAuthenticator> Add(SoftAuthenticator? passkey = null)
    {
        passkey ??= new SoftAuthenticator(app.Site.Origin);
        var challenge = (await Create(passkey)).Json;
        Assert.Equal("/settings/passkeys?done=added", (string?)(await Confirm(passkey.Get(challenge))).Json["location"]);
        return passkey;
    }

    public async Task<Answer> Create(SoftAuthenticator passkey) =>
        await Browser.Post("/settings/passkeys/add/created", passkey.Create((await Browser.Post("/settings/passkeys/add/options")).Json));

    public Task<Answer> Confirm(JsonObject answer) => Browser.Post("/settings/passkeys/add/confirmed", answer);

    public Task<Answer> Remove(SoftAuthenticator passkey) => Browser.Submit("/settings/passkeys/remove", ("id", Id(passkey)));

    public Task<Answer> Rename(SoftAuthenticator passkey, string name) =>
        Browser.Submit("/settings/passkeys/rename", ("id", Id(passkey)), ("name", name));

    /// <summary>Shows the first passkey again.</summary>
    public async Task ShowPasskey()
    {
        var options = (await Browser.Post("/session/assert/options")).Json;
        Assert.Equal(200, (await Browser.Post("/session/assert/finish", First.Get(options))).Status);
    }

    /// <summary>Makes an unlock code and says that it is written down.</summary>
    public async Task<string> MakeCode()
    {
        Assert.Equal("/settings/unlock-code", (await Browser.Submit("/settings/unlock-code")).Location);
        var code = Sheet.Code((await Browser.Open("/settings/unlock-code")).Body);
        Assert.Equal("/settings/passkeys?done=code", (await Browser.Submit("/settings/unlock-code/keep")).Location);
        return code;
    }

    public Task<IReadOnlyList<string>> Events() => app.Query<string>("SELECT event FROM audit ORDER BY id");

    public static string Id(SoftAuthenticator passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    public void Dispose() => newcomer.Dispose();
}
