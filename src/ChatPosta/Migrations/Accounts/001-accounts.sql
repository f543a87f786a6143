CREATE TABLE users (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    last_seen_at TEXT
) STRICT;

-- The identity that a user reads and writes with. sealed_token opens with the user's data key only.
CREATE TABLE server_links (
    id            TEXT PRIMARY KEY,
    user_id       TEXT NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    identity_url  TEXT NOT NULL,
    server_origin TEXT NOT NULL,
    sealed_token  BLOB NOT NULL,
    linked_at     TEXT NOT NULL,
    refused_at    TEXT
) STRICT;

CREATE TABLE passkeys (
    credential_id      TEXT PRIMARY KEY,
    user_id            TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    public_key         BLOB NOT NULL,
    name               TEXT NOT NULL,
    sign_count         INTEGER NOT NULL,
    transports         TEXT NOT NULL,
    is_backup_eligible INTEGER NOT NULL,
    is_backed_up       INTEGER NOT NULL,
    attestation_object BLOB NOT NULL,
    client_data_json   BLOB NOT NULL,
    wrapped_key        BLOB NOT NULL,
    key_check          BLOB NOT NULL,
    created_at         TEXT NOT NULL,
    last_used_at       TEXT
) STRICT;

CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- Only the SHA-256 of a code is kept. A code is used once: the row that takes it is settled by one UPDATE.
CREATE TABLE invites (
    id         TEXT PRIMARY KEY,
    code_hash  BLOB NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at    TEXT,
    used_by    TEXT
) STRICT;

-- Append-only: what was done to an account and when. No secret and no message text.
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL,
    user_id TEXT,
    event   TEXT NOT NULL,
    detail  TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
