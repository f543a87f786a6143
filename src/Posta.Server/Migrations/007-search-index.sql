-- Indexing a message costs as much as checking and storing it, and much less where many are indexed together
-- (docs/performance.md). So the index follows the messages (Search/SearchIndex.cs) and remembers how far it has come.
DROP TRIGGER messages_searchable;

CREATE TABLE search_index (
    only_row    INTEGER PRIMARY KEY CHECK (only_row = 1),
    last_row_id INTEGER NOT NULL
) STRICT;
INSERT INTO search_index (only_row, last_row_id) SELECT 1, COALESCE(MAX(row_id), 0) FROM messages;
