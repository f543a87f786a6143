-- Whose messages and tokens these are: a folder must not pass to another address with its slug. '' in files older than this.
ALTER TABLE identity ADD COLUMN url TEXT NOT NULL DEFAULT '';
