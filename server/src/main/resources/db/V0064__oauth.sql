-- The successor of a refresh token that was used up, closed under the account's key, for as long as the same program may
-- ask for it again.
ALTER TABLE oauth_refresh ADD COLUMN next_closed bytea;
CREATE INDEX oauth_refresh_next ON oauth_refresh (used_at) WHERE next_closed IS NOT NULL;
