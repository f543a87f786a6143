using System.Security.Cryptography;
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

    private readonly OpenSessions _open = new();

    /// <summary>Answers the cookie value that opens the session, and until when; the value is kept nowhere here. The data key is wiped.</summary>
    public async Task<(byte[] Cookie, DateTimeOffset ExpiresAt)> Start(string userId, byte[] dataKey, string credentialId, string device)
    {
        var cookie = SessionCookie.Generate();
        var now = time.GetUtcNow();
        var expires = now + config.SessionAbsolute;
        var row = new Row(
            KeyChain.SessionId(cookie),
            userId,
            credentialId,
            SqlTime.Text(now),
            SqlTime.Text(expires),
            SqlTime.Text(now),
            device,
            []);
        row = row with { Sealed_Key = row.Seal(dataKey, cookie, pepper) };
        CryptographicOperations.ZeroMemory(dataKey);
        await sessions.Db.Write(db => db.Execute(
            """
            INSERT INTO sessions (id, user_id, credential_id, created_at, expires_at, last_seen_at, device, sealed_key)
            VALUES (@Id, @User_Id, @Credential_Id, @Created_At, @Expires_At, @Last_Seen_At, @Device, @Sealed_Key)
            """,
            row));
        return (cookie, expires);
    }

    /// <summary>The session of this cookie, or null: unknown, ended, idle for too long or too old.</summary>
    public async ValueTask<Session?> Find(byte[] cookie)
    {
        var id = KeyChain.SessionId(cookie);
        var session = _open.Find(id) ?? await Reopen(id, cookie);
        if (session is null) return null;
        if (!session.IsOver(time.GetUtcNow(), config.SessionIdle)) return session;

        await End(session.Id);
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

    /// <summary>Once this has completed, no request finds the session.</summary>
    public async Task End(string id)
    {
        await sessions.Db.Write(db => db.Execute("DELETE FROM sessions WHERE id = @id", new { id }));
        _open.End(id);
    }

    /// <summary>Ends what is idle or too old, answers the ids, and leaves nothing of ended sessions in the file or its WAL.</summary>
    public async Task<IReadOnlyList<string>> Sweep()
    {
        var now = time.GetUtcNow();
        var over = await sessions.Db.Write(db => db.Query<string>(
            "DELETE FROM sessions WHERE expires_at <= @now OR last_seen_at <= @idle RETURNING id",
            new { now = SqlTime.Text(now), idle = SqlTime.Text(now - config.SessionIdle) }).AsList());
        foreach (var id in over) _open.End(id);
        await sessions.Db.Checkpoint();
        return over;
    }

    private async Task<Session?> Reopen(string id, byte[] cookie)
    {
        while (true)
        {
            var ended = _open.Ended;
            if (await Unlock(id, cookie) is not { } session) return null;
            if (_open.Add(session, ended) is { } shared) return shared;
        }
    }

    private async Task<Session?> Unlock(string id, byte[] cookie)
    {
        var row = await sessions.Db.Read(db => db.QuerySingleOrDefault<Row>(
            """
            SELECT id, user_id, credential_id, created_at, expires_at, last_seen_at, device, sealed_key
            FROM sessions WHERE id = @id
            """,
            new { id }));
        if (row is null || await users.Find(row.User_Id) is not { } account) return null;
        if (row.TryOpen(cookie, pepper, account) is { } session) return session;

        await End(id);
        return null;
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

        /// <summary>Null with another pepper than it was sealed under, and for a row that somebody edited: that session is over.</summary>
        public Session? TryOpen(byte[] cookie, Pepper pepper, Account account)
        {
            byte[] dataKey = [];
            try
            {
                dataKey = SealedBox.Open(BoxKind.SessionKey, KeyChain.SessionKey(cookie, pepper.Bytes), Sealed_Key, User_Id, Created_At, Expires_At);
                var token = account.Link.Open(dataKey, account.User);
                return new(Id, account.User, token, SqlTime.Read(Created_At), SqlTime.Read(Expires_At), SqlTime.Read(Last_Seen_At));
            }
            catch (SealBrokenException)
            {
                return null;
            }
            finally
            {
                CryptographicOperations.ZeroMemory(dataKey);
            }
        }
    }
}
