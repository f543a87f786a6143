using System.Buffers.Text;
using System.Security.Cryptography;
using ChatPosta;
using ChatPosta.Accounts;
using ChatPosta.Keys;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using Microsoft.AspNetCore.Identity;
using Posta.Hosting.Logging;
using Posta.Protocol;

namespace Benchmarks;

/// <summary>
/// Accounts with a session each, written by the program's own stores before it starts. They are as real as others: what a
/// sign-up with a passkey would add is the ceremony, ten thousand times.
/// </summary>
internal sealed class SeededUsers
{
    private static readonly TimeProvider Time = TimeProvider.System;
    private static readonly ClientPlace Place = new("Firefox on Linux", "127.0.0.0/24");

    private readonly InviteStore _invites;
    private readonly UserStore _users;
    private readonly SessionStore _sessions;

    private SeededUsers(AccountDatabase accounts, SessionDatabase sessions, ChatConfig config)
    {
        _invites = new InviteStore(accounts, Time);
        _users = new UserStore(accounts, Time);
        _sessions = new SessionStore(sessions, _users, Pepper.ReadOrCreate(config.PepperFile), config, Time);
    }

    /// <summary>One account for each server; answers the cookies that open their sessions.</summary>
    public static async Task<IReadOnlyList<string>> Create(ChatConfig config, IEnumerable<PostaUrl> servers)
    {
        using var accounts = AccountDatabase.Open(config.Db);
        using var sessions = SessionDatabase.Open(config.SessionDb);
        var seeded = new SeededUsers(accounts, sessions, config);
        return await Task.WhenAll(servers.Select(seeded.Create));
    }

    private async Task<string> Create(PostaUrl server)
    {
        var now = Time.GetUtcNow();
        var user = new User(Guid.NewGuid().ToString(), server.Host, server, new Uri(server.Canonical + "/"), IsLinked: true, now, now);
        var dataKey = KeyChain.NewDataKey();
        var link = ServerLink.Seal(new Secret("mst_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))), dataKey, user);
        var passkey = PasskeyOf(user, dataKey);
        var (invite, _) = await _invites.Create(user.Name, TimeSpan.FromHours(1));
        if (!await _users.Create(user, link, passkey, invite.Id)) throw new InvalidOperationException("An account could not be made.");

        var cookie = await _sessions.Start(user.Id, dataKey, passkey.CredentialId, Place);
        return Base64Url.EncodeToString(cookie.Value);
    }

    private static Passkey PasskeyOf(User user, byte[] dataKey)
    {
        var info = new UserPasskeyInfo(RandomNumberGenerator.GetBytes(32), [], user.CreatedAt, 0, null, true, true, true, [], []) { Name = "seeded" };
        var wrapped = KeyChain.Wrap(dataKey, RandomNumberGenerator.GetBytes(KeyChain.KeySize), user.Id, PasskeyId.Text(info.CredentialId));
        return new Passkey(user.Id, info, wrapped);
    }
}
