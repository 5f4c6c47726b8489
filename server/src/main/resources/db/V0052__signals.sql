-- Streams of the Shared Signals Framework: what the receiver asked for, as he wrote it.
ALTER TABLE signal_receiver ADD COLUMN requested text[] NOT NULL DEFAULT '{}';
