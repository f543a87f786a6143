using System.Security.Cryptography;
using ChatPosta.Accounts;
using ChatPosta.Keys;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Microsoft.AspNetCore.Identity;
using Posta.Hosting.Logging;
using Posta.Protocol;

namespace ChatPosta.Tests.Accounts;

/// <summary>An account, made by the stores themselves where the test is not about making one.</summary>
internal sealed record Member(User User, ServerLink Link, Passkey Passkey, byte[] DataKey)
{
    private static readonly PostaUrl NoServer = PostaUrl.Parse("https://alice.localhost:1");

    public static Member New(DateTimeOffset now, string name = "Alice", PostaUrl? server = null)
    {
        var identity = server ?? NoServer;
        var user = new User(Guid.NewGuid().ToString(), name, identity, new Uri(identity.Canonical + "/"), IsLinked: true, now, now);
        var dataKey = KeyChain.NewDataKey();
        var info = new UserPasskeyInfo(RandomNumberGenerator.GetBytes(32), [1], now, 0, [], true, false, false, [2], [3]);
        var wrapped = KeyChain.Wrap(dataKey, RandomNumberGenerator.GetBytes(32), user.Id, PasskeyId.Text(info.CredentialId));
        return new(user, ServerLink.Seal(new Secret(PostaServer.Token), dataKey, user), new Passkey(user.Id, info, wrapped), dataKey);
    }

    public static async Task<Member> Join(ChatApp app, string name = "Alice", PostaUrl? server = null)
    {
        var member = New(app.Time.GetUtcNow(), name, server);
        var (invite, _) = await app.Invites.Create(name, TimeSpan.FromHours(1));
        Assert.True(await app.Users.Create(member.User, member.Link, member.Passkey, invite.Id));
        return member;
    }

    /// <summary>Starts a session; answers the cookie.</summary>
    public async Task<byte[]> SignIn(ChatApp app, ClientPlace? place = null) =>
        (await app.Sessions.Start(User.Id, [.. DataKey], Passkey.CredentialId, place ?? new("a test", ""))).Value;

    /// <summary>A browser with a session of its own.</summary>
    public async Task<Browser> OpenBrowser(ChatApp app, ClientPlace? place = null)
    {
        var browser = app.Browser();
        browser.Cookies["chat"] = System.Buffers.Text.Base64Url.EncodeToString(await SignIn(app, place));
        return browser;
    }
}

internal static class SignedIn
{
    /// <summary>A browser with a session of a new member.</summary>
    public static async Task<Browser> SignedInBrowser(this ChatApp app, PostaServer? server = null) =>
        await (await Member.Join(app, server: server?.Identity)).OpenBrowser(app);
}
