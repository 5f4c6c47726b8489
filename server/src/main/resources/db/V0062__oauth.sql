-- A yes counts for the interfaces that it was said for. Nobody knows which those of before were: they are asked anew.
ALTER TABLE oauth_consent ADD COLUMN audiences text NOT NULL DEFAULT '';
ALTER TABLE oauth_consent DROP CONSTRAINT oauth_consent_pkey;
ALTER TABLE oauth_consent ADD PRIMARY KEY (account_id, client_id, audiences);
