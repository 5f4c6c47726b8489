-- A long secret that a holder keeps on paper, and that opens what he has locked, beside a proof. Only its hash is kept.
CREATE TABLE master_key (
    account_id uuid PRIMARY KEY,
    key_hash bytea NOT NULL,
    made_at timestamptz NOT NULL,
    -- When it is worth nothing any more, because its removal was asked for without it; null while nobody asks.
    ends_at timestamptz
);
GRANT SELECT, INSERT, UPDATE, DELETE ON master_key TO "${app}";
-- Whether the holder wanted it that way before: he may end his lock early, with two strong proofs.
ALTER TABLE withdrawal_lock ADD COLUMN early boolean NOT NULL DEFAULT false;
