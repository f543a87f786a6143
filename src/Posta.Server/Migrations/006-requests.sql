-- A stranger's first message asks how many wait (Inbox/ReceivedStore.cs), and must not look through all contacts for it.
CREATE INDEX contacts_requests ON contacts (url) WHERE status = 'request';
