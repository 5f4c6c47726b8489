-- Since when a device settles, if not since it was first seen: anew, because its account has ended all other sessions, or
-- all; or earlier, because the account was opened on it.
ALTER TABLE device ADD COLUMN settling_since timestamptz;
