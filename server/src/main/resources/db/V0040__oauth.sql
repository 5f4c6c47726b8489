-- Programs that may ask for access. They belong to the operator and to no account.
CREATE TABLE oauth_client (
    client_id text PRIMARY KEY,
    name text NOT NULL,
    -- What the name looks like: no two may look alike.
    skeleton text NOT NULL,
    standing text NOT NULL CHECK (standing IN ('OWN', 'VERIFIED', 'UNVERIFIED')),
    method text NOT NULL CHECK (method IN ('NONE', 'SECRET', 'KEY')),
    strict boolean NOT NULL,
    bound boolean NOT NULL,
    secret_hash bytea,
    jwks text,
    grants text NOT NULL,
    scopes text NOT NULL,
    redirects text NOT NULL,
    after_logout text NOT NULL,
    back_channel text,
    audiences text NOT NULL,
    detail_types text NOT NULL,
    added_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE UNIQUE INDEX oauth_client_looks ON oauth_client (skeleton) WHERE removed_at IS NULL;
-- What a holder let a client do, in one go: from a code or a device. Codes only as hashes.
CREATE TABLE oauth_grant (
    account_id uuid NOT NULL,
    grant_id uuid NOT NULL,
    client_id text NOT NULL,
    session_id uuid NOT NULL,
    offline boolean NOT NULL,
    scopes text NOT NULL,
    audiences text NOT NULL,
    -- RFC 9396 and the like, as they came, closed under the account's key.
    request_closed bytea NOT NULL,
    redirect_uri text NOT NULL,
    challenge text NOT NULL,
    jkt text,
    acr text NOT NULL,
    amr text NOT NULL,
    proven_at timestamptz NOT NULL,
    money_from timestamptz NOT NULL,
    code_hash bytea,
    code_until timestamptz,
    code_used_at timestamptz,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text,
    PRIMARY KEY (account_id, grant_id)
);
CREATE INDEX oauth_grant_session ON oauth_grant (account_id, session_id) WHERE ended_at IS NULL;
CREATE INDEX oauth_grant_age ON oauth_grant (last_used_at);
CREATE TABLE oauth_refresh (
    account_id uuid NOT NULL,
    grant_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    issued_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (account_id, grant_id, token_hash)
);
CREATE INDEX oauth_refresh_age ON oauth_refresh (until);
-- Single access tokens that were given back before their end. A client's own stand under the nil account.
CREATE TABLE oauth_revoked (
    account_id uuid NOT NULL,
    token_id uuid NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (account_id, token_id)
);
CREATE INDEX oauth_revoked_age ON oauth_revoked (until);
-- What the holder has said yes to, so that he is not asked again for the same.
CREATE TABLE oauth_consent (
    account_id uuid NOT NULL,
    client_id text NOT NULL,
    scopes text NOT NULL,
    given_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, client_id)
);
-- Authorization requests that wait: pushed ones for the browser, and those in the browser for their answer. By the
-- hash of the name that they are called by; what was asked is closed.
CREATE TABLE oauth_request (
    request_hash bytea PRIMARY KEY,
    client_id text NOT NULL,
    pushed boolean NOT NULL,
    asked_closed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    until timestamptz NOT NULL
);
CREATE INDEX oauth_request_age ON oauth_request (until);
-- Devices without a browser that wait for their holder (RFC 8628).
CREATE TABLE oauth_device (
    device_hash bytea PRIMARY KEY,
    user_code_hash bytea NOT NULL UNIQUE,
    client_id text NOT NULL,
    scopes text NOT NULL,
    state text NOT NULL CHECK (state IN ('OPEN', 'ALLOWED', 'REFUSED', 'USED')),
    account_id uuid,
    grant_id uuid,
    polled_at timestamptz,
    created_at timestamptz NOT NULL,
    until timestamptz NOT NULL
);
CREATE INDEX oauth_device_age ON oauth_device (until);
-- Proofs of possession and client assertions that were seen: each counts once.
CREATE TABLE oauth_once (
    proof_hash bytea PRIMARY KEY,
    until timestamptz NOT NULL
);
CREATE INDEX oauth_once_age ON oauth_once (until);
-- The keys that tokens are signed with, the private halves closed under the key ring.
CREATE TABLE oauth_key (
    key_id text PRIMARY KEY,
    public_jwk text NOT NULL,
    private_closed bytea NOT NULL,
    ring_key text NOT NULL,
    created_at timestamptz NOT NULL
);
-- Logout tokens on their way to clients, in order for each client and account.
CREATE TABLE oauth_logout (
    account_id uuid NOT NULL,
    logout_id uuid NOT NULL,
    client_id text NOT NULL,
    session_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    next_at timestamptz NOT NULL,
    tries integer NOT NULL,
    done_at timestamptz,
    given_up_at timestamptz,
    PRIMARY KEY (account_id, logout_id)
);
CREATE INDEX oauth_logout_due ON oauth_logout (next_at) WHERE done_at IS NULL AND given_up_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON oauth_client, oauth_grant, oauth_refresh, oauth_revoked, oauth_consent,
    oauth_request, oauth_device, oauth_once, oauth_key, oauth_logout TO "${app}";
