using ChatPosta.Keys;
using ChatPosta.Passkeys;
using Dapper;
using Posta.Protocol;

namespace ChatPosta.Accounts;

internal sealed class UserStore(AccountDatabase accounts, TimeProvider time)
{
    private const string Select =
        """
        SELECT u.id, u.name, u.created_at, u.last_seen_at, u.disabled_at, l.id AS link_id, l.identity_url, l.server_origin, l.sealed_token, l.refused_at,
               IFNULL((SELECT MAX(at) FROM audit a WHERE a.user_id = u.id AND a.event = 'recovered'), '') AS recovered_at
        FROM users u JOIN server_links l ON l.user_id = u.id
        """;

    /// <summary>Opens the account in one transaction. False, and nothing is written, when invite or passkey were taken meanwhile.</summary>
    /// <param name="code">The data key under the unlock code, for an account whose passkey is weak.</param>
    public Task<bool> Create(User user, ServerLink link, Passkey passkey, string inviteId, WrappedKey? code = null, string network = "") => accounts.Db.Write(db =>
    {
        var now = time.GetUtcNow();
        if (PasskeyStore.Exists(db, passkey.CredentialId) || !InviteStore.Take(db, inviteId, user.Id, now)) return false;

        var at = SqlTime.Text(now);
        db.Execute(
            "INSERT INTO users (id, name, created_at, last_seen_at) VALUES (@Id, @Name, @at, @at)",
            new { user.Id, user.Name, at });
        db.Execute(
            """
            INSERT INTO server_links (id, user_id, identity_url, server_origin, sealed_token, linked_at)
            VALUES (@Id, @UserId, @Identity, @Origin, @SealedToken, @at)
            """,
            new { link.Id, UserId = user.Id, Identity = user.Identity.Canonical, Origin = user.ServerOrigin.AbsoluteUri, link.SealedToken, at });
        PasskeyStore.Insert(db, passkey, now);
        if (code is not null) UnlockCodeStore.Put(db, user.Id, code, now);
        AuditStore.Append(db, now, user.Id, AuditStore.SignedUp, $"invite {inviteId}", network);
        return true;
    });

    public async Task<Account?> Find(string userId)
    {
        var row = await accounts.Db.Read(db => db.QuerySingleOrDefault<Row>($"{Select} WHERE u.id = @userId", new { userId }));
        return row?.ToAccount();
    }

    public Task<bool> HasPasskey(string userId, string credentialId) => accounts.Db.Read(db => db.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM passkeys WHERE credential_id = @credentialId AND user_id = @userId)", new { userId, credentialId }));

    public async Task<IReadOnlyList<User>> List()
    {
        var rows = await accounts.Db.Read(db => db.Query<Row>($"{Select} ORDER BY u.created_at").AsList());
        return rows.ConvertAll(row => row.ToAccount().User);
    }

    /// <summary>The ids of those whom the admin has not disabled.</summary>
    public Task<HashSet<string>> Active() =>
        accounts.Db.Read(db => db.Query<string>("SELECT id FROM users WHERE disabled_at IS NULL").ToHashSet());

    /// <summary>Closes the account to its user, or opens it again. False when it was so already.</summary>
    public Task<bool> SetDisabled(string userId, bool disabled) => accounts.Db.Write(db =>
    {
        var now = time.GetUtcNow();
        var changed = db.Execute(
            "UPDATE users SET disabled_at = IIF(@disabled, @at, NULL) WHERE id = @userId AND (disabled_at IS NULL) = @disabled",
            new { userId, disabled, at = SqlTime.Text(now) }) > 0;
        if (changed) AuditStore.Append(db, now, userId, disabled ? AuditStore.UserDisabled : AuditStore.UserEnabled);
        return changed;
    });

    /// <summary>
    /// All rows that name the user, in one transaction; link, passkeys, unlock code and recovery invites go with the user's
    /// own row. That somebody was deleted stays. False when there is no such user.
    /// </summary>
    public Task<bool> Delete(string userId) => accounts.Db.Write(db =>
    {
        if (db.Execute("DELETE FROM users WHERE id = @userId", new { userId }) == 0) return false;

        db.Execute("DELETE FROM invites WHERE used_by = @userId; DELETE FROM audit WHERE user_id = @userId", new { userId });
        AuditStore.Append(db, time.GetUtcNow(), null, AuditStore.UserDeleted);
        return true;
    });

    public Task Seen(string userId) => accounts.Db.Write(db => db.Execute(
        "UPDATE users SET last_seen_at = @at WHERE id = @userId", new { userId, at = SqlTime.Text(time.GetUtcNow()) }));

    public Task Audit(string? userId, string @event, string detail = "", string network = "") =>
        accounts.Db.Write(db => AuditStore.Append(db, time.GetUtcNow(), userId, @event, detail, network));

    /// <summary>What happened to the account, newest first; with <paramref name="before"/> what came before that entry.</summary>
    public Task<List<AuditEntry>> Activity(string userId, long? before, int limit) =>
        accounts.Db.Read(db => AuditStore.List(db, userId, since: null, limit, before));

    /// <summary>The posta-server no longer takes the token. True when that was news.</summary>
    /// <param name="linkId">Whose token it was: a late answer says nothing of a link that was made since. Null for any.</param>
    public Task<bool> MarkRefused(string userId, string? linkId = null) => accounts.Db.Write(db =>
    {
        var now = time.GetUtcNow();
        var changed = db.Execute(
            "UPDATE server_links SET refused_at = @at WHERE user_id = @userId AND refused_at IS NULL AND (@linkId IS NULL OR id = @linkId)",
            new { userId, linkId, at = SqlTime.Text(now) });
        if (changed > 0) AuditStore.Append(db, now, userId, AuditStore.LinkRefused);
        return changed > 0;
    });

    // Set by name: of an empty answer SQLite knows no type for a column that is computed.
    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Created_At { get; init; } = "";

        public string? Last_Seen_At { get; init; }

        public string? Disabled_At { get; init; }

        public string Link_Id { get; init; } = "";

        public string Identity_Url { get; init; } = "";

        public string Server_Origin { get; init; } = "";

        public byte[] Sealed_Token { get; init; } = [];

        public string? Refused_At { get; init; }

        public string Recovered_At { get; init; } = "";

        public Account ToAccount() => new(
            new User(
                Id,
                Name,
                PostaUrl.Parse(Identity_Url),
                new Uri(Server_Origin),
                Refused_At is null,
                SqlTime.Read(Created_At),
                SqlTime.ReadOrNull(Last_Seen_At),
                Disabled_At is not null,
                Recovered_At.Length > 0 ? SqlTime.Read(Recovered_At) : null),
            new ServerLink(Link_Id, Sealed_Token));
    }
}
