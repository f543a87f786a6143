-- Which messages hold which words. search_terms() is ours (Search/IndexTerms.cs): it folds the text of a payload and cuts
-- it into runs of one, two and three characters. FTS5's own trigram tokenizer finds no word of one or two letters.
-- Without positions and without a copy of the text the index is smaller than one of trigrams with them (150 bytes a
-- message instead of 250), and what it proposes is checked against the message itself.
CREATE VIRTUAL TABLE messages_fts USING fts5 (terms, tokenize = 'ascii', content = '', columnsize = 0, detail = none);

INSERT INTO messages_fts (rowid, terms) SELECT row_id, search_terms(payload, peer, direction) FROM messages ORDER BY row_id;

-- In the transaction of the message, whoever inserts it. Messages are never changed in these columns, nor deleted.
CREATE TRIGGER messages_searchable AFTER INSERT ON messages BEGIN
    INSERT INTO messages_fts (rowid, terms) VALUES (new.row_id, search_terms(new.payload, new.peer, new.direction));
END;
