-- One file per identity. Times are RFC 3339 in UTC; '' means unset, as in the client API.
-- Text is compared byte for byte (BINARY is SQLite's default collation), as the wire demands.

CREATE TABLE identity (
    row_id INTEGER PRIMARY KEY CHECK (row_id = 1),
    name   TEXT NOT NULL DEFAULT '',
    about  TEXT NOT NULL DEFAULT '',
    avatar TEXT NOT NULL DEFAULT '',
    kind   TEXT NOT NULL DEFAULT ''
) STRICT;

-- 'removed' keeps the read mark of a contact that may come back.
CREATE TABLE contacts (
    url              TEXT PRIMARY KEY,
    name             TEXT NOT NULL DEFAULT '',
    avatar           TEXT NOT NULL DEFAULT '',
    kind             TEXT NOT NULL DEFAULT '',
    status           TEXT NOT NULL CHECK (status IN ('contact', 'request', 'blocked', 'removed')),
    pinned           INTEGER NOT NULL DEFAULT 0,
    muted            INTEGER NOT NULL DEFAULT 0,
    last_message_at  TEXT NOT NULL DEFAULT '',
    last_read_row_id INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
    row_id          INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL,
    peer            TEXT NOT NULL,
    direction       TEXT NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    payload         BLOB NOT NULL,
    in_reply_to     TEXT NOT NULL DEFAULT '',
    sent_at         TEXT NOT NULL,
    received_at     TEXT NOT NULL DEFAULT '',
    state           TEXT NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TEXT NOT NULL DEFAULT '',
    last_error_code TEXT NOT NULL DEFAULT '',
    key_id          TEXT NOT NULL DEFAULT '',
    -- How many waits of the retry schedule are used up, and whether the one immediate repeat
    -- after stale-timestamp was spent; attempts alone cannot tell.
    retry_step      INTEGER NOT NULL DEFAULT 0,
    restamped       INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The dedup identity is (sender, id), for ever.
CREATE UNIQUE INDEX messages_received ON messages (peer, id) WHERE direction = 'inbound';
CREATE INDEX messages_of_peer ON messages (peer, row_id);
CREATE INDEX messages_inbound_of_peer ON messages (peer, row_id) WHERE direction = 'inbound';
CREATE INDEX messages_to_deliver ON messages (peer, row_id) WHERE state IN ('pending', 'sending');

-- Only the SHA-256 of a token is kept.
CREATE TABLE auth_tokens (
    token_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    hash         BLOB NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    last_used_at TEXT NOT NULL DEFAULT '',
    revoked_at   TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE idempotency_keys (
    token_id   INTEGER NOT NULL REFERENCES auth_tokens (token_id),
    key        TEXT NOT NULL,
    body_hash  BLOB NOT NULL,
    row_id     INTEGER NOT NULL REFERENCES messages (row_id),
    created_at TEXT NOT NULL,
    PRIMARY KEY (token_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
