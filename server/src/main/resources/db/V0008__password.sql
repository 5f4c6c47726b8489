-- One password an account, as a PHC string with the parameters it was made by. pepper_key names the key of the ring that
-- went into it; none for a hash that another system made. What is in here opens nothing without that ring.
CREATE TABLE password (
    account_id uuid PRIMARY KEY,
    hash text NOT NULL,
    pepper_key text,
    changed_at timestamptz NOT NULL,
    -- As of the last sign-in: whether it stands in a list of breached ones, and when that was last looked up.
    breached boolean NOT NULL,
    breach_checked_at timestamptz,
    -- Whether it is as long as we ask: an imported one may not be.
    fits boolean NOT NULL
);
-- The ones before, so that none comes back at once.
CREATE TABLE password_history (
    account_id uuid NOT NULL,
    hash text NOT NULL,
    pepper_key text,
    retired_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, hash)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON password, password_history TO "${app}";
