-- A key that somebody else may have signs nothing any more, and what it signed counts no more. The ids are those under
-- which services are told.
ALTER TABLE oauth_key ADD COLUMN withdrawn_at timestamptz;
ALTER TABLE oauth_key ADD COLUMN withdrawal_id uuid;
ALTER TABLE oauth_client ADD COLUMN removal_id uuid;
-- What a removed client was given is ended in portions; until then this is empty.
ALTER TABLE oauth_client ADD COLUMN cleared_at timestamptz;
CREATE INDEX oauth_grant_of_client ON oauth_grant (client_id) WHERE ended_at IS NULL;
CREATE INDEX oauth_consent_of_client ON oauth_consent (client_id);
