-- Every client asks for the whole list of contacts when it starts. To count what is unread in a million messages, or to
-- look for the newest of each thread, would cost more than all the rest of the answer, so each contact keeps both.
-- Triggers keep them, because no statement that adds a message or moves a read mark can forget those. Messages are never
-- deleted and never change their peer or direction.

ALTER TABLE contacts ADD COLUMN last_row_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN unread_count INTEGER NOT NULL DEFAULT 0;

-- One index for the pages of a thread and for the count: each one more costs every message that arrives.
DROP INDEX messages_of_peer;
DROP INDEX messages_inbound_of_peer;
CREATE INDEX messages_of_peer ON messages (peer, row_id, direction);

CREATE TRIGGER contacts_counted AFTER INSERT ON contacts BEGIN
    UPDATE contacts
    SET last_row_id = COALESCE((SELECT MAX(row_id) FROM messages WHERE peer = NEW.url), 0),
        unread_count = (SELECT COUNT(*) FROM messages
                        WHERE peer = NEW.url AND row_id > NEW.last_read_row_id AND direction = 'inbound')
    WHERE url = NEW.url;
END;

CREATE TRIGGER contacts_read AFTER UPDATE OF last_read_row_id ON contacts BEGIN
    UPDATE contacts
    SET unread_count = (SELECT COUNT(*) FROM messages
                        WHERE peer = NEW.url AND row_id > NEW.last_read_row_id AND direction = 'inbound')
    WHERE url = NEW.url;
END;

CREATE TRIGGER messages_counted AFTER INSERT ON messages BEGIN
    UPDATE contacts
    SET last_row_id = NEW.row_id, unread_count = unread_count + (NEW.direction = 'inbound')
    WHERE url = NEW.peer;
END;

UPDATE contacts
SET last_row_id = COALESCE((SELECT MAX(row_id) FROM messages WHERE peer = url), 0),
    unread_count = (SELECT COUNT(*) FROM messages
                    WHERE peer = url AND row_id > last_read_row_id AND direction = 'inbound');
