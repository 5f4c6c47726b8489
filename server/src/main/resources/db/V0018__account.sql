-- The holder's own phrase, by which he knows that a message is ours; closed under his key.
ALTER TABLE account ADD COLUMN phrase_closed bytea;
