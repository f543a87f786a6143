namespace ChatPosta.Accounts;

/// <summary>In what form a column holds what it holds.</summary>
internal enum StoredForm
{
    /// <summary>Whoever has the file reads it.</summary>
    Readable,

    /// <summary>Encrypted under a key that is not in the file.</summary>
    Sealed,

    /// <summary>Made from a secret in one direction only.</summary>
    Hashed,
}

/// <summary>
/// What every column of both databases holds and in what form, for <c>doctor at-rest</c> and for the page that shows users
/// their rows. A column that does not stand here is shown to nobody and fails a test.
/// </summary>
internal static class StoredColumns
{
    public static IReadOnlyList<StoredKind> Kinds { get; } =
    [
        new("names", StoredForm.Readable, "users.name", "invites.name", "passkeys.name"),
        new("addresses", StoredForm.Readable, "server_links.identity_url", "server_links.server_origin"),
        new("public halves of passkeys", StoredForm.Readable, "passkeys.credential_id", "passkeys.public_key", "passkeys.sign_count", "passkeys.transports",
            "passkeys.is_backup_eligible", "passkeys.is_backed_up", "passkeys.attestation_object", "passkeys.client_data_json", "sessions.credential_id"),
        new("times", StoredForm.Readable, "users.created_at", "users.last_seen_at", "users.disabled_at", "server_links.linked_at", "server_links.refused_at",
            "passkeys.created_at", "passkeys.last_used_at", "unlock_codes.created_at", "unlock_codes.last_used_at", "invites.created_at",
            "invites.expires_at", "invites.used_at", "audit.at", "sessions.created_at", "sessions.expires_at", "sessions.last_seen_at",
            "sessions.asserted_at", "cookies.issued_at", "cookies.retires_at", "drafts.changed_at", "sends.asked_at"),
        new("networks and kinds of device", StoredForm.Readable, "audit.network", "sessions.network", "sessions.device"),
        new("what was done", StoredForm.Readable, "audit.event", "audit.detail", "sends.state", "sends.problem"),
        new("ids", StoredForm.Readable, "users.id", "server_links.id", "server_links.user_id", "passkeys.user_id", "unlock_codes.user_id", "invites.id",
            "invites.used_by", "invites.recovers", "audit.id", "audit.user_id", "sessions.id", "sessions.user_id", "cookies.session_id", "drafts.user_id", "sends.id", "sends.user_id", "sends.key"),
        new("tokens of posta-servers", StoredForm.Sealed, "server_links.sealed_token"),
        new("drafts", StoredForm.Sealed, "drafts.sealed_text"),
        new("messages that wait for the server", StoredForm.Sealed, "sends.sealed_message"),
        new("data keys", StoredForm.Sealed, "passkeys.wrapped_key", "unlock_codes.wrapped_key", "cookies.sealed_key"),
        new("check values of unlock keys and codes", StoredForm.Hashed, "passkeys.key_check", "unlock_codes.key_check"),
        new("cookies", StoredForm.Hashed, "cookies.cookie_id"),
        new("invite codes", StoredForm.Hashed, "invites.code_hash"),
        new("in which conversation a draft is", StoredForm.Hashed, "drafts.thread"),
        new("what was sent under a key", StoredForm.Hashed, "sends.digest"),
    ];

    private static readonly Dictionary<string, StoredKind> ByColumn =
        Kinds.SelectMany(kind => kind.Columns.Select(column => (column, kind))).ToDictionary(pair => pair.column, pair => pair.kind);

    /// <summary>Null for a column that nobody has thought about.</summary>
    public static StoredKind? Of(string table, string column) => ByColumn.GetValueOrDefault($"{table}.{column}");
}

/// <param name="Columns">As <c>table.column</c>.</param>
internal sealed record StoredKind(string Name, StoredForm Form, params string[] Columns);
