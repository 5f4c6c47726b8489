-- Acts that wait for their proof: the request as it was sent, closed under the account's key, and the hash that the
-- proof is bound to. A row is used once and forgotten soon after.
CREATE TABLE step_up (
    account_id uuid NOT NULL,
    step_up_id uuid NOT NULL,
    session_id uuid NOT NULL,
    act text NOT NULL,
    request_hash bytea NOT NULL,
    kept_closed bytea NOT NULL,
    given text NOT NULL,
    proven_at timestamptz,
    used_at timestamptz,
    until timestamptz NOT NULL,
    PRIMARY KEY (account_id, step_up_id)
);
CREATE INDEX step_up_age ON step_up (until);
GRANT SELECT, INSERT, UPDATE, DELETE ON step_up TO "${app}";
