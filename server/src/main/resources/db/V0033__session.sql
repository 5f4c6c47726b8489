-- Since when a device settles anew: its account has ended all other sessions, or all. Null: since it was first seen.
ALTER TABLE device ADD COLUMN settling_since timestamptz;
