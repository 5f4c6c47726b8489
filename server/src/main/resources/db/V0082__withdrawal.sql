-- The second person whom a holder has chosen to confirm what is great. Whatever is changed counts 48 hours later, and what
-- held before holds meanwhile.
CREATE TABLE withdrawal_second (
    account_id uuid PRIMARY KEY,
    -- Who it is; null for nobody.
    person_id uuid CHECK (person_id <> account_id),
    -- Who it will be, and from when on; null for nobody, and for no change.
    next_id uuid CHECK (next_id <> account_id),
    next_at timestamptz,
    CHECK (next_at IS NOT NULL OR next_id IS NULL)
);
CREATE INDEX withdrawal_second_person ON withdrawal_second (person_id);
CREATE INDEX withdrawal_second_next ON withdrawal_second (next_id);
-- An invitation that was not accepted yet, by the hash of its link.
CREATE TABLE withdrawal_invitation (
    account_id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    until timestamptz NOT NULL
);
CREATE INDEX withdrawal_invitation_age ON withdrawal_invitation (until);
CREATE INDEX withdrawal_for_second ON withdrawal (second_account, withdrawal_id) WHERE second_account IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON withdrawal_second, withdrawal_invitation TO "${app}";
