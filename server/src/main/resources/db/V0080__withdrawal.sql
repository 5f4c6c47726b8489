-- What was asked to leave an account. The terms are closed under the account's key; amounts and destinations stand nowhere
-- else in the clear but as a value to count by and a keyed hash of the payee.
CREATE TABLE withdrawal (
    account_id uuid NOT NULL,
    withdrawal_id uuid NOT NULL,
    service text NOT NULL,
    -- The service's idempotency key and what it asked for with it.
    key_hash bytea NOT NULL,
    asked_hash bytea NOT NULL,
    first_answer text NOT NULL,
    exit text NOT NULL,
    asset text NOT NULL,
    value numeric(30, 10) NOT NULL CHECK (value >= 0),
    payee bytea NOT NULL,
    terms_closed bytea NOT NULL,
    -- SHA-256 of the canonical terms; none while it is held.
    request_hash bytea,
    state text NOT NULL CHECK (state IN
        ('CONFIRM', 'SECOND', 'HELD', 'APPROVED', 'REDEEMED', 'REFUSED', 'DECLINED', 'CANCELLED')),
    -- What the policy asked for, and what was given.
    demand text NOT NULL CHECK (demand IN ('NONE', 'CONFIRM', 'TWO_PEOPLE', 'HOLD', 'REFUSE')),
    reasons text[] NOT NULL,
    waited boolean NOT NULL DEFAULT false,
    until timestamptz NOT NULL,
    approval_id uuid,
    wrong_codes int NOT NULL DEFAULT 0,
    confirmed_at timestamptz,
    confirmed_by text,
    evidence_closed bytea,
    second_account uuid,
    second_at timestamptz,
    second_evidence_closed bytea,
    redeemed_at timestamptz,
    redeem_key_hash bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, withdrawal_id),
    UNIQUE (account_id, key_hash),
    CHECK ((state = 'REDEEMED') = (redeemed_at IS NOT NULL)),
    CHECK (state NOT IN ('APPROVED', 'REDEEMED') OR approval_id IS NOT NULL)
);
-- Services name a withdrawal by its id alone.
CREATE UNIQUE INDEX withdrawal_by_id ON withdrawal (withdrawal_id);
CREATE INDEX withdrawal_open ON withdrawal (account_id, until) WHERE state IN ('CONFIRM', 'SECOND', 'APPROVED');
CREATE INDEX withdrawal_paid ON withdrawal (account_id, payee) WHERE state = 'REDEEMED';

-- What has left an account, in buckets of five minutes, an hour and a day: limits are decided by some seventy rows, however
-- long the past is.
CREATE TABLE withdrawal_sum (
    account_id uuid NOT NULL,
    grain text NOT NULL CHECK (grain IN ('MINUTES', 'HOUR', 'DAY')),
    start timestamptz NOT NULL,
    exit text NOT NULL,
    asset text NOT NULL,
    value numeric(30, 10) NOT NULL CHECK (value >= 0),
    times int NOT NULL CHECK (times > 0),
    PRIMARY KEY (account_id, grain, start, exit, asset)
);
CREATE INDEX withdrawal_sum_age ON withdrawal_sum (start);

GRANT SELECT, INSERT, UPDATE, DELETE ON withdrawal, withdrawal_sum TO "${app}";
