-- Browsers and apps in which an account has signed in. The cookie's hash finds it again.
CREATE TABLE device (
    account_id uuid NOT NULL,
    device_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    name_closed bytea,
    seen_closed bytea NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, device_id),
    UNIQUE (account_id, token_hash)
);
-- Signed-in browsers and apps. Of the token only a hash is here; where it came from is closed under the account's key.
CREATE TABLE session (
    account_id uuid NOT NULL,
    session_id uuid NOT NULL,
    device_id uuid,
    token_hash bytea NOT NULL,
    seen_closed bytea NOT NULL,
    proofs text NOT NULL,
    shared boolean NOT NULL,
    idle_seconds int NOT NULL,
    opened_at timestamptz NOT NULL,
    proven_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text,
    PRIMARY KEY (account_id, session_id)
);
CREATE INDEX session_live ON session (account_id) WHERE ended_at IS NULL;
CREATE INDEX session_age ON session (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON device, session TO "${app}";
