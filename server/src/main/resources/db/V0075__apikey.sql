-- Keys for programs. Names, addresses and shared secrets are closed under the account's key. An ended key keeps its row
-- until the account goes: no id comes twice.
CREATE TABLE api_key (
    account_id uuid NOT NULL,
    key_id uuid NOT NULL,
    kind text NOT NULL,
    algorithm text NOT NULL,
    scheme text NOT NULL,
    scopes text NOT NULL,
    name_closed bytea NOT NULL,
    addresses_closed bytea NOT NULL,
    destinations_closed bytea NOT NULL,
    -- Works from anywhere: such keys decay.
    open boolean NOT NULL,
    public_key bytea,
    secret_closed bytea,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    last_used_at timestamptz,
    last_address_closed bytea,
    uses bigint NOT NULL DEFAULT 0,
    -- When its holder was told that it lies unused.
    warned_at timestamptz,
    frozen_at timestamptz,
    ended_at timestamptz,
    end_reason text,
    PRIMARY KEY (account_id, key_id),
    CHECK ((public_key IS NULL) <> (secret_closed IS NULL)),
    CHECK (kind IN ('READ', 'TRADE') OR secret_closed IS NULL),
    CHECK (kind <> 'WITHDRAW' OR NOT open)
);
-- One pair, one key, for ever: what has ended or leaked does not come back under another name.
CREATE UNIQUE INDEX api_key_public ON api_key (account_id, public_key);
CREATE INDEX api_key_expiry ON api_key (expires_at) WHERE ended_at IS NULL;
CREATE INDEX api_key_idle ON api_key (COALESCE(last_used_at, created_at)) WHERE ended_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON api_key TO "${app}";

-- Spent nonces, for as long as their request could come again. Not logged, because that doubles what a check costs: a
-- crash empties both tables, and the missing floor tells so; what was signed before the new floor is refused.
CREATE UNLOGGED TABLE api_nonce (
    account_id uuid NOT NULL,
    key_id uuid NOT NULL,
    nonce bytea NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (account_id, key_id, nonce)
);
CREATE INDEX api_nonce_age ON api_nonce (until);
CREATE UNLOGGED TABLE api_nonce_floor (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    floor timestamptz NOT NULL
);
-- None is forgotten yet.
INSERT INTO api_nonce_floor (floor) VALUES ('epoch');
GRANT SELECT, INSERT, UPDATE, DELETE ON api_nonce, api_nonce_floor TO "${app}";
