-- Token buckets that all nodes share. The key is a keyed hash: who was limited cannot be read here.
CREATE TABLE limit_bucket (
    name text NOT NULL,
    key bytea NOT NULL,
    tokens double precision NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (name, key)
);
-- Failures in a row, one line for each authenticator of an account and lane: strangers share one, each known device has
-- its own. The account is the real one, or the number that an identifier nobody has leads to.
CREATE TABLE attempt (
    account_id uuid NOT NULL,
    authenticator text NOT NULL,
    lane uuid NOT NULL,
    failures int NOT NULL,
    blocked_until timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, authenticator, lane)
);
CREATE INDEX attempt_age ON attempt (updated_at);
CREATE INDEX limit_bucket_age ON limit_bucket (updated_at);
-- Solutions that were used, until their puzzle is too old anyway.
CREATE TABLE puzzle_used (
    puzzle_hash bytea PRIMARY KEY,
    until timestamptz NOT NULL
);
CREATE INDEX puzzle_used_age ON puzzle_used (until);
GRANT SELECT, INSERT, UPDATE, DELETE ON limit_bucket, attempt, puzzle_used TO "${app}";
