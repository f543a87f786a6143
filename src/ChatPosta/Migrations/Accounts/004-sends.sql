-- Messages on their way to the user's posta-server. What it has not taken yet is sealed under the user's data key. Of what it
-- has, the key and a keyed digest stay for a month, so that a request that comes twice is one message. `digest` says what was
-- sent only to who has the data key and the text.
CREATE TABLE sends (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id        TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key            TEXT NOT NULL,
    digest         TEXT NOT NULL,
    sealed_message BLOB,
    state          TEXT NOT NULL CHECK (state IN ('waiting', 'unsure', 'refused', 'taken')),
    problem        TEXT NOT NULL DEFAULT '',
    asked_at       TEXT NOT NULL,
    UNIQUE (user_id, key),
    CHECK ((sealed_message IS NULL) = (state = 'taken'))
) STRICT;
CREATE INDEX sends_under_way ON sends (user_id, id) WHERE state <> 'taken';
