-- What somebody has begun to write in a conversation, so that it is there on another device. Sealed under the user's data
-- key; `thread` says which conversation only to who has that key.
CREATE TABLE drafts (
    user_id     TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    thread      TEXT NOT NULL,
    sealed_text BLOB NOT NULL,
    changed_at  TEXT NOT NULL,
    PRIMARY KEY (user_id, thread)
) STRICT;
