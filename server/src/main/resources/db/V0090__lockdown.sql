-- One closing of all doors of an account: the case that its holder works through afterwards.
CREATE TABLE lockdown (
    account_id uuid NOT NULL,
    lockdown_id uuid NOT NULL,
    way text NOT NULL CHECK (way IN ('MAIL', 'CODE', 'PASSWORD', 'HOLDER', 'SERVICE')),
    locked_at timestamptz NOT NULL,
    sessions int NOT NULL,
    keys int NOT NULL,
    apps int NOT NULL,
    withdrawals int NOT NULL,
    PRIMARY KEY (account_id, lockdown_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON lockdown TO "${app}";
