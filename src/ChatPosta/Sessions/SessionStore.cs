using System.Collections.Concurrent;
using System.Security.Cryptography;
using ChatPosta.Accounts;
using ChatPosta.Keys;
using Dapper;

namespace ChatPosta.Sessions;

/// <summary>
/// Sessions survive a restart: the row holds the user's data key sealed under cookie and pepper, and the first request
/// that brings the cookie opens it again. Opened sessions are kept in memory, so a warm request reads no database.
/// </summary>
internal sealed class SessionStore(SessionDatabase sessions, UserStore users, Pepper pepper, ChatConfig config, TimeProvider time)
{
    private static readonly TimeSpan SeenResolution = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Session> _open = new();

    /// <summary>Answers the session and the cookie value that opens it; the value is kept nowhere here.</summary>
    public async Task<(Session Session, byte[] Cookie)> Start(Account account, byte[] dataKey, string credentialId, string device)
    {
        var cookie = SessionCookie.Generate();
        var now = time.GetUtcNow();
        var row = new Row(
            KeyChain.SessionId(cookie),
            account.User.Id,
            credentialId,
            SqlTime.Text(now),
            SqlTime.Text(now + config.SessionAbsolute),
            SqlTime.Text(now),
            device,
            []);
        row = row with { Sealed_Key = row.Seal(dataKey, cookie, pepper) };
        await sessions.Db.Write(db => db.Execute(
            """
            INSERT INTO sessions (id, user_id, credential_id, created_at, expires_at, last_seen_at, device, sealed_key)
            VALUES (@Id, @User_Id, @Credential_Id, @Created_At, @Expires_At, @Last_Seen_At, @Device, @Sealed_Key)
            """,
            row));
        return (Keep(row, account, dataKey), cookie);
    }

    /// <summary>The session of this cookie, or null: unknown, ended, idle for too long or too old.</summary>
    public async ValueTask<Session?> Find(byte[] cookie)
    {
        var id = KeyChain.SessionId(cookie);
        var session = _open.TryGetValue(id, out var open) ? open : await Reopen(id, cookie);
        if (session is null) return null;
        if (!session.IsOver(time.GetUtcNow(), config.SessionIdle)) return session;

        await End(session.Id);
        return null;
    }

    /// <summary>Counts as activity. Written at most once a minute.</summary>
    public async ValueTask Touch(Session session)
    {
        var now = time.GetUtcNow();
        if (now - session.LastSeenAt < SeenResolution) return;

        session.LastSeenAt = now;
        await sessions.Db.Write(db => db.Execute(
            "UPDATE sessions SET last_seen_at = @now WHERE id = @Id", new { session.Id, now = SqlTime.Text(now) }));
        await users.Seen(session.User.Id);
    }

    public async Task End(string id)
    {
        _open.TryRemove(id, out _);
        await sessions.Db.Write(db => db.Execute("DELETE FROM sessions WHERE id = @id", new { id }));
    }

    /// <summary>Reads the user's account afresh for every open session of theirs, after the link to the server changed.</summary>
    public void Forget(string userId)
    {
        foreach (var session in _open.Values.Where(session => session.User.Id == userId)) _open.TryRemove(session.Id, out _);
    }

    /// <summary>Removes what is idle or too old, and answers the ids of the sessions that were open in memory.</summary>
    public async Task<IReadOnlyList<string>> Sweep()
    {
        var now = time.GetUtcNow();
        var over = _open.Values.Where(session => session.IsOver(now, config.SessionIdle)).Select(session => session.Id).ToList();
        foreach (var id in over) _open.TryRemove(id, out _);
        await sessions.Db.Write(db => db.Execute(
            "DELETE FROM sessions WHERE expires_at <= @now OR last_seen_at <= @idle",
            new { now = SqlTime.Text(now), idle = SqlTime.Text(now - config.SessionIdle - SeenResolution) }));
        return over;
    }

    private async Task<Session?> Reopen(string id, byte[] cookie)
    {
        var row = await sessions.Db.Read(db => db.QuerySingleOrDefault<Row>(
            """
            SELECT id, user_id, credential_id, created_at, expires_at, last_seen_at, device, sealed_key
            FROM sessions WHERE id = @id
            """,
            new { id }));
        if (row is null || await users.Find(row.User_Id) is not { } account) return null;

        try
        {
            return Keep(row, account, row.Unseal(cookie, pepper));
        }
        catch (SealBrokenException)
        {
            // Another pepper, or a row that somebody edited: this session is over.
            await End(id);
            return null;
        }
    }

    private Session Keep(Row row, Account account, byte[] dataKey)
    {
        var token = account.Link.Open(dataKey, account.User);
        CryptographicOperations.ZeroMemory(dataKey);
        return _open.GetOrAdd(row.Id, new Session(
            row.Id,
            account.User,
            token,
            SqlTime.Read(row.Created_At),
            SqlTime.Read(row.Expires_At),
            SqlTime.Read(row.Last_Seen_At)));
    }

    private sealed record Row(
        string Id,
        string User_Id,
        string Credential_Id,
        string Created_At,
        string Expires_At,
        string Last_Seen_At,
        string Device,
        byte[] Sealed_Key)
    {
        /// <summary>The times are bound in, so that editing the row cannot stretch the session.</summary>
        public byte[] Seal(byte[] dataKey, byte[] cookie, Pepper pepper) =>
            SealedBox.Seal(BoxKind.SessionKey, KeyChain.SessionKey(cookie, pepper.Bytes), dataKey, User_Id, Created_At, Expires_At);

        public byte[] Unseal(byte[] cookie, Pepper pepper) =>
            SealedBox.Open(BoxKind.SessionKey, KeyChain.SessionKey(cookie, pepper.Bytes), Sealed_Key, User_Id, Created_At, Expires_At);
    }
}
