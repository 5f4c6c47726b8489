-- A key that somebody else may have signs nothing any more, and what it signed counts no more.
ALTER TABLE oauth_key ADD COLUMN withdrawn_at timestamptz;
-- Ended by whoever cannot write the record (a command without the key ring): a node does it as soon as it hears.
ALTER TABLE oauth_grant ADD COLUMN untold boolean NOT NULL DEFAULT false;
CREATE INDEX oauth_grant_of_client ON oauth_grant (client_id) WHERE ended_at IS NULL;
CREATE INDEX oauth_grant_untold ON oauth_grant (account_id, grant_id) WHERE untold;
