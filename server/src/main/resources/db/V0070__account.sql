-- Until when nothing leaves an account, and why: one row for each cause. What is later stays.
CREATE TABLE hold (
    account_id uuid NOT NULL,
    cause text NOT NULL,
    placed_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (account_id, cause)
);
-- What the holder has locked himself. A settings lock goes on until its release has waited; a withdrawal lock until its
-- end.
CREATE TABLE settings_lock (
    account_id uuid PRIMARY KEY,
    locked_at timestamptz NOT NULL,
    wait_days int NOT NULL CHECK (wait_days BETWEEN 1 AND 30),
    release_at timestamptz
);
CREATE TABLE withdrawal_lock (
    account_id uuid PRIMARY KEY,
    locked_at timestamptz NOT NULL,
    until timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON hold, settings_lock, withdrawal_lock TO "${app}";
