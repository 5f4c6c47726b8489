-- Authenticator apps. The key is closed under the account's key. A step is spent once, and with it all before.
CREATE TABLE totp (
    account_id uuid NOT NULL,
    totp_id uuid NOT NULL,
    name_closed bytea NOT NULL,
    key_closed bytea NOT NULL,
    algorithm text NOT NULL,
    digits int NOT NULL,
    last_step bigint NOT NULL,
    -- The last step whose second coming its owner was told of.
    alarmed_step bigint NOT NULL DEFAULT 0,
    bound_at timestamptz NOT NULL,
    last_used_at timestamptz,
    PRIMARY KEY (account_id, totp_id)
);
-- Apps that are being bound: the key has been shown, the first code has not come yet.
CREATE TABLE totp_binding (
    account_id uuid NOT NULL,
    bound_hash bytea NOT NULL,
    name_closed bytea NOT NULL,
    key_closed bytea NOT NULL,
    algorithm text NOT NULL,
    digits int NOT NULL,
    checks_left int NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (account_id, bound_hash)
);
CREATE INDEX totp_binding_age ON totp_binding (until);
GRANT SELECT, INSERT, UPDATE, DELETE ON totp, totp_binding TO "${app}";
