-- Sign-ins that have begun with a right password and still need something. What has been given stands in `proving`.
CREATE TABLE sign_in (
    account_id uuid NOT NULL,
    sign_in_id uuid NOT NULL,
    needs text NOT NULL,
    reason text NOT NULL,
    contact_id uuid,
    shared boolean NOT NULL,
    back text NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (account_id, sign_in_id)
);
CREATE INDEX sign_in_age ON sign_in (until);
-- Wrong passwords of the last minutes: a short keyed tag of the password and a keyed hash of the account, so that one
-- password tried on many accounts is seen without keeping any password.
CREATE TABLE spray_try (
    tag int NOT NULL,
    target bytea NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tag, target)
);
CREATE INDEX spray_try_at ON spray_try (at);
-- Until when strangers must solve a puzzle before a password is looked at; one row.
CREATE TABLE sign_in_alarm (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    until timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in, spray_try, sign_in_alarm TO "${app}";
