-- Until when a device need not give a second proof at sign-in; null when it was never trusted or no longer is.
ALTER TABLE device ADD COLUMN trusted_until timestamptz;
