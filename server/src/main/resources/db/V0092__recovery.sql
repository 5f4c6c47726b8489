-- One way back into an account: whoever has shown enough waits until it is ready, on whatever device, and every address can
-- call it off until then.
CREATE TABLE recovery (
    account_id uuid NOT NULL,
    recovery_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('WAITING', 'DONE', 'CANCELLED')),
    -- Whether a frozen account is to be opened, and whether an address was all that was shown.
    unlocks boolean NOT NULL,
    alone boolean NOT NULL,
    began_at timestamptz NOT NULL,
    ready_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    cancel_hash bytea NOT NULL,
    PRIMARY KEY (account_id, recovery_id)
);
CREATE UNIQUE INDEX recovery_open ON recovery (account_id) WHERE state = 'WAITING';
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery TO "${app}";
