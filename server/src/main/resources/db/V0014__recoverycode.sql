-- Recovery codes that were not used yet, as keyed hashes; a used one is gone.
CREATE TABLE recovery_code (
    account_id uuid NOT NULL,
    code_hash text NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);
-- When the codes were made, and when the holder showed that he keeps them.
CREATE TABLE recovery_code_set (
    account_id uuid PRIMARY KEY,
    made_at timestamptz NOT NULL,
    confirmed_at timestamptz
);
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_code, recovery_code_set TO "${app}";
