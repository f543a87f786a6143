-- An account may be closed to its user for a while. Its rows stay; no session of it opens.
ALTER TABLE users ADD COLUMN disabled_at TEXT;

-- An invite bound to a user gives that account a new passkey, instead of opening a new account.
ALTER TABLE invites ADD COLUMN recovers TEXT REFERENCES users (id) ON DELETE CASCADE;

-- From where it was done: the network of the address, not the address. Empty for what the admin did at the machine.
ALTER TABLE audit ADD COLUMN network TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_by_user ON audit (user_id);

-- The passkeys again, with a wrap that may be absent: an authenticator without PRF opens the account with the unlock code.
CREATE TABLE passkeys_002 (
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
    wrapped_key        BLOB,
    key_check          BLOB,
    created_at         TEXT NOT NULL,
    last_used_at       TEXT,
    CHECK ((wrapped_key IS NULL) = (key_check IS NULL))
) STRICT;

INSERT INTO passkeys_002
SELECT credential_id, user_id, public_key, name, sign_count, transports, is_backup_eligible, is_backed_up,
       attestation_object, client_data_json, wrapped_key, key_check, created_at, last_used_at
FROM passkeys;

DROP TABLE passkeys;
ALTER TABLE passkeys_002 RENAME TO passkeys;
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- One more wrap of the data key, under 160 random bits that only the user has, on paper.
CREATE TABLE unlock_codes (
    user_id      TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    wrapped_key  BLOB NOT NULL,
    key_check    BLOB NOT NULL,
    created_at   TEXT NOT NULL,
    last_used_at TEXT
) STRICT;
