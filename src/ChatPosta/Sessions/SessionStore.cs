using System.Security.Cryptography;
using System.Text.Json;
using ChatPosta.Accounts;
using ChatPosta.Keys;
using Dapper;

namespace ChatPosta.Sessions;

/// <summary>
/// Sessions survive a restart: the row holds the user's data key sealed under cookie and pepper, and the first request
/// that brings the cookie opens it. Opened sessions are kept in memory, so a warm request reads no database.
/// </summary>
internal sealed class SessionStore(SessionDatabase sessions, UserStore users, Pepper pepper, ChatConfig config, TimeProvider time)
{
    private static readonly TimeSpan SeenResolution = TimeSpan.FromMinutes(1);

    /// <summary>For requests with the earlier cookie that are under way when the later one is first used.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan CookieLifetime = TimeSpan.FromHours(24);

    private readonly OpenSessions _open = new();
    private readonly SignedOutCookies _signedOut = new(time);

    /// <summary>Answers the cookie value that opens the session, and until when; the value is kept nowhere here. The data key is wiped.</summary>
    public async Task<NewCookie> Start(string userId, byte[] dataKey, string credentialId, ClientPlace place)
    {
        var cookie = SessionCookie.Generate();
        var (now, expires) = (time.GetUtcNow(), time.GetUtcNow() + config.SessionAbsolute);
        var session = new SealedSession
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            UserId = userId,
            CredentialId = credentialId,
            CreatedAt = SqlTime.Text(now),
            ExpiresAt = SqlTime.Text(expires),
            LastSeenAt = SqlTime.Text(now),
            AssertedAt = SqlTime.Text(now),
            Device = place.Device,
            Network = place.Network,
            CookieId = "",
            IssuedAt = "",
        }.With(cookie, dataKey, pepper, now);
        await sessions.Db.Write(db => SessionRowStore.Insert(db, session));
        return new(cookie, expires);
    }

    /// <summary>The session of this cookie, or null: unknown, retired, ended, idle for too long or too old.</summary>
    public async ValueTask<Session?> Find(byte[] cookie)
    {
        var id = KeyChain.CookieId(cookie);
        var found = _open.Find(id) ?? await Reopen(id, cookie);
        if (found is null || found.IsRetired(time.GetUtcNow())) return null;
        if (!found.Session.IsOver(time.GetUtcNow(), config.SessionIdle)) return found.Session;

        await End(found.Session.Id);
        return null;
    }

    /// <summary>Counts as activity. Written at most once a minute.</summary>
    public async ValueTask Touch(Session session)
    {
        var now = time.GetUtcNow();
        if (!session.Touch(now, SeenResolution)) return;

        await sessions.Db.Write(db => db.Execute(
            "UPDATE sessions SET last_seen_at = @now WHERE id = @Id", new { session.Id, now = SqlTime.Text(now) }));
        await users.Seen(session.User.Id);
    }

    /// <summary>
    /// The next cookie of a session whose present one is a day old; null while it is younger, or when another request of
    /// this minute fetches it. The present one goes on until the next one is used, so an answer that gets lost costs nothing.
    /// </summary>
    public async ValueTask<NewCookie?> Renew(byte[] cookie)
    {
        var now = time.GetUtcNow();
        var id = KeyChain.CookieId(cookie);
        if (_open.Find(id) is not { RetiresAt: null } open || now - open.IssuedAt < CookieLifetime) return null;
        if (!open.Session.BeginRenewal(now, SeenResolution)) return null;
        if (await sessions.Db.Read(db => SessionRowStore.Find(db, id)) is not { } session) return null;

        var next = SessionCookie.Generate();
        var renewed = session.With(next, session.DataKey(cookie, pepper), pepper, now);
        await sessions.Db.Write(db => SessionRowStore.InsertCookie(db, renewed));
        return new(next, open.Session.ExpiresAt);
    }

    /// <summary>The data key of the cookie's user, opened for the moment that it is needed and wiped by the caller; null without a session.</summary>
    public async Task<byte[]?> DataKey(byte[] cookie) =>
        await Find(cookie) is not null && await sessions.Db.Read(db => SessionRowStore.Find(db, KeyChain.CookieId(cookie))) is { } session
            ? session.DataKey(cookie, pepper)
            : null;

    /// <summary>A passkey has just said that its holder is there.</summary>
    public async Task Assert(Session session)
    {
        var now = time.GetUtcNow();
        await sessions.Db.Write(db => db.Execute(
            "UPDATE sessions SET asserted_at = @now WHERE id = @Id", new { session.Id, now = SqlTime.Text(now) }));
        session.Assert(now);
    }

    /// <summary>By last activity, the latest first.</summary>
    public async Task<IReadOnlyList<SessionSummary>> OfUser(string userId) => await sessions.Db.Read(db => SessionRowStore.List(db, userId));

    /// <summary>Its user has had enough: pages that are still open go to sign-in, and do not lock.</summary>
    public Task SignOut(Session session, byte[] cookie)
    {
        _signedOut.Add(KeyChain.CookieId(cookie));
        return End(session.Id);
    }

    /// <summary>Whether the user signed out with this cookie a moment ago.</summary>
    public bool WasSignedOut(byte[] cookie) => _signedOut.Contains(KeyChain.CookieId(cookie));

    /// <summary>Once this has completed, no request finds the session.</summary>
    public Task End(string id) => End("id = @id", new { id });

    /// <summary>As <see cref="End(string)"/>, if it is that user's. Answers its id, or nothing.</summary>
    public Task<IReadOnlyList<string>> EndOne(string userId, string id) => End("id = @id AND user_id = @userId", new { id, userId });

    /// <summary>As <see cref="End(string)"/>, for all of the user's but one. Answers the ids of the ended ones.</summary>
    public Task<IReadOnlyList<string>> EndOfUser(string userId, string? except = null) =>
        End("user_id = @userId AND id IS NOT @except", new { userId, except });

    /// <summary>As <see cref="End(string)"/>, for all that were opened with that passkey.</summary>
    public Task<IReadOnlyList<string>> EndOfPasskey(string credentialId) => End("credential_id = @credentialId", new { credentialId });

    /// <summary>Ends what is idle or too old, answers the ids, and leaves nothing of ended sessions in the file or its WAL.</summary>
    public async Task<IReadOnlyList<string>> Sweep()
    {
        var now = time.GetUtcNow();
        var over = await End(
            "expires_at <= @now OR last_seen_at <= @idle", new { now = SqlTime.Text(now), idle = SqlTime.Text(now - config.SessionIdle) });
        await sessions.Db.Write(db => db.Execute("DELETE FROM cookies WHERE retires_at <= @now", new { now = SqlTime.Text(now) }));
        await sessions.Db.Checkpoint();
        return over;
    }

    /// <summary>
    /// Ends in memory what has ended in the files, which an admin's command writes too: sessions that were revoked, and
    /// those of users who are gone or disabled. Answers the ids.
    /// </summary>
    public async Task<IReadOnlyList<string>> Reconcile()
    {
        var open = _open.All;
        var kept = await sessions.Db.Read(db => db.Query<string>("SELECT id FROM sessions").ToHashSet());
        var active = await users.Active();
        string[] over = [.. open.Where(session => !kept.Contains(session.Id) || !active.Contains(session.User.Id)).Select(session => session.Id)];
        if (over.Length == 0) return over;

        await End("id IN (SELECT value FROM json_each(@over))", new { over = JsonSerializer.Serialize(over) });
        _open.End(over);
        return over;
    }

    /// <summary>The user's link or name has changed: open sessions read them again.</summary>
    public void Forget(string userId) => _open.Forget(userId);

    private async Task<IReadOnlyList<string>> End(string which, object parameters)
    {
        var over = await sessions.Db.Write(db => db.Query<string>($"DELETE FROM sessions WHERE {which} RETURNING id", parameters).AsList());
        _open.End(over);
        return over;
    }

    private async Task<OpenCookie?> Reopen(string id, byte[] cookie)
    {
        while (true)
        {
            var ended = _open.Ended;
            if (await Unlock(id, cookie) is not { } opened) return null;
            if (_open.Add(opened, ended) is { } shared) return shared;
        }
    }

    private async Task<OpenCookie?> Unlock(string id, byte[] cookie)
    {
        if (await sessions.Db.Read(db => SessionRowStore.Find(db, id)) is not { } session) return null;
        // A passkey is removed first and its sessions end then: if the program ended in between, they end here.
        if (await users.Find(session.UserId) is not { User.IsDisabled: false } account
            || !await users.HasPasskey(session.UserId, session.CredentialId)
            || Open(session, cookie, account) is not { } opened)
        {
            await End(session.Id);
            return null;
        }

        await RetireEarlier(opened);
        return opened;
    }

    /// <summary>Null with another pepper, and for a row that somebody edited: that session is over.</summary>
    private OpenCookie? Open(SealedSession session, byte[] cookie, Account account)
    {
        try
        {
            return session.Open(cookie, pepper, account);
        }
        catch (SealBrokenException)
        {
            return null;
        }
    }

    private async Task RetireEarlier(OpenCookie used)
    {
        var earlier = new { used.Session.Id, issued = SqlTime.Text(used.IssuedAt), at = SqlTime.Text(time.GetUtcNow() + Grace) };
        if (!await sessions.Db.Read(db => db.ExecuteScalar<bool>($"SELECT EXISTS (SELECT 1 FROM cookies {Earlier})", earlier))) return;

        var retired = await sessions.Db.Write(db => db.Query<string>($"UPDATE cookies SET retires_at = @at {Earlier} RETURNING cookie_id", earlier).AsList());
        _open.Retire(retired, time.GetUtcNow() + Grace);
    }

    private const string Earlier = "WHERE session_id = @Id AND issued_at < @issued AND retires_at IS NULL";
}

/// <summary>What opens a session, and until when.</summary>
internal sealed record NewCookie(byte[] Value, DateTimeOffset ExpiresAt);
