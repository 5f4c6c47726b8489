-- Passkeys of an account. The key is the public half and opens nothing; the name is closed under the account's key.
CREATE TABLE passkey (
    account_id uuid NOT NULL,
    passkey_id uuid NOT NULL,
    credential_id bytea NOT NULL CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
    cose_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    aaguid uuid NOT NULL,
    transports text NOT NULL,
    name_closed bytea,
    backup_eligible boolean NOT NULL,
    backed_up boolean NOT NULL CHECK (backup_eligible OR NOT backed_up),
    -- Whoever used it was verified by the authenticator, at its creation too: without that none is bound.
    uv_initialized boolean NOT NULL CHECK (uv_initialized),
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    -- When its counter last failed to rise: somebody may have a copy.
    suspected_at timestamptz,
    PRIMARY KEY (account_id, passkey_id)
);
-- The one small table in which a credential is looked up, and which makes its id unique over all accounts.
CREATE TABLE passkey_credential (
    credential_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL,
    passkey_id uuid NOT NULL
);
CREATE INDEX passkey_credential_account ON passkey_credential (account_id);
-- What authenticators know an account by: random, and nothing else is called by it. And whether the account is opened
-- by passkeys only.
CREATE TABLE passkey_holder (
    account_id uuid PRIMARY KEY,
    user_handle bytea NOT NULL UNIQUE CHECK (octet_length(user_handle) = 64),
    only_passkeys boolean NOT NULL DEFAULT false
);
-- Challenges that wait for their answer, by their hash. Whoever is not known yet stands under the nil account. An answer
-- is taken by deleting its row.
CREATE TABLE passkey_ceremony (
    account_id uuid NOT NULL,
    challenge_hash bytea NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('REGISTRATION', 'ANYONE', 'IDENTIFIER', 'HOLDER')),
    bound_hash bytea NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (account_id, challenge_hash)
);
CREATE INDEX passkey_ceremony_age ON passkey_ceremony (until);
GRANT SELECT, INSERT, UPDATE, DELETE ON passkey, passkey_credential, passkey_holder, passkey_ceremony TO "${app}";
