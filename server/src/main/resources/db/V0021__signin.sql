-- Whether the device of this sign-in is not to be asked for a second proof for a while.
ALTER TABLE sign_in ADD COLUMN trust boolean NOT NULL DEFAULT false;
