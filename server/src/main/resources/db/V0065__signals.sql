-- Since when a receiver takes nothing; null while he does.
ALTER TABLE signal_receiver ADD COLUMN failing_since timestamptz;
