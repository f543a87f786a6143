-- The cookie of a session changes every day, so the session has a name of its own, and a row for each cookie that opens it.
-- retires_at is set when a later cookie is used for the first time: the earlier ones go on for a minute, for requests that are
-- under way. A cookie that got lost on its way to the browser retires nothing.
CREATE TABLE sessions_002 (
    id            TEXT PRIMARY KEY,
    user_id       TEXT NOT NULL,
    credential_id TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    expires_at    TEXT NOT NULL,
    last_seen_at  TEXT NOT NULL,
    asserted_at   TEXT NOT NULL,
    device        TEXT NOT NULL,
    network       TEXT NOT NULL
) STRICT;

-- cookie_id is derived from the cookie and cannot be turned back into it.
CREATE TABLE cookies (
    cookie_id  TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    sealed_key BLOB NOT NULL,
    issued_at  TEXT NOT NULL,
    retires_at TEXT
) STRICT;

INSERT INTO sessions_002
SELECT id, user_id, credential_id, created_at, expires_at, last_seen_at, created_at, device, '' FROM sessions;
INSERT INTO cookies SELECT id, id, sealed_key, created_at, NULL FROM sessions;

DROP TABLE sessions;
ALTER TABLE sessions_002 RENAME TO sessions;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX cookies_by_session ON cookies (session_id);
