-- A file of its own, left out of backups. id is derived from the cookie and cannot be turned back into it;
-- sealed_key holds the user's data key under cookie and pepper, so that nothing on disk opens alone.
CREATE TABLE sessions (
    id            TEXT PRIMARY KEY,
    user_id       TEXT NOT NULL,
    credential_id TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    expires_at    TEXT NOT NULL,
    last_seen_at  TEXT NOT NULL,
    device        TEXT NOT NULL,
    sealed_key    BLOB NOT NULL
) STRICT;

CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
