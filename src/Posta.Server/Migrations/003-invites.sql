-- Only the SHA-256 of an invite is kept. token_id is the token that came of it.
CREATE TABLE invites (
    invite_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    hash        BLOB NOT NULL UNIQUE,
    device_hint TEXT NOT NULL DEFAULT '',
    created_at  TEXT NOT NULL,
    expires_at  TEXT NOT NULL,
    used_at     TEXT NOT NULL DEFAULT '',
    revoked_at  TEXT NOT NULL DEFAULT '',
    token_id    INTEGER REFERENCES auth_tokens (token_id)
) STRICT;
