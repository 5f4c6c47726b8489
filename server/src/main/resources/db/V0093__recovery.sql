-- What one browser has shown of whom: an address of the account by a code, and then a second proof.
CREATE TABLE recovery_visit (
    account_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    -- Whether the address may be somebody else's by now.
    stale boolean NOT NULL,
    second text,
    until timestamptz NOT NULL,
    PRIMARY KEY (account_id, token_hash)
);
CREATE INDEX recovery_visit_age ON recovery_visit (until);
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_visit TO "${app}";
