-- Sessions that are held: what ran out so ends with all that hangs on it.
CREATE INDEX session_held ON session (held_at) WHERE held_at IS NOT NULL AND ended_at IS NULL;
