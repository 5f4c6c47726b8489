-- Whether the holder has typed a code on the device that went to an address of the account: at sign-up, at a sign-in, or
-- for an act. Nothing but such a code tells him from somebody who has learnt his password.
ALTER TABLE device ADD COLUMN vouched boolean NOT NULL DEFAULT false;
