-- With what stood around its payload, a message's envelope can be had again byte for byte, and its signature checked by
-- anybody. NULL: received before this was kept, or not sent yet.
ALTER TABLE messages ADD COLUMN envelope_before BLOB;
ALTER TABLE messages ADD COLUMN envelope_after BLOB;
ALTER TABLE messages ADD COLUMN signature BLOB;
-- The last answer of the recipient's server: when, and its HTTP status; '' and 0 while there was none.
ALTER TABLE messages ADD COLUMN answered_at TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN answer_status INTEGER NOT NULL DEFAULT 0;
