-- The address book. A row is never edited: whatever differs is another destination and waits anew.
CREATE TABLE withdrawal_destination (
    account_id uuid NOT NULL,
    destination_id uuid NOT NULL,
    -- A keyed hash of asset, network, address and memo, each in its one spelling.
    fingerprint bytea NOT NULL,
    closed bytea NOT NULL,
    -- The links in the mails, by their hashes, good until then: one confirms, the other one only takes it out.
    link_hash bytea NOT NULL UNIQUE,
    objection_hash bytea NOT NULL UNIQUE,
    link_until timestamptz NOT NULL,
    added_at timestamptz NOT NULL,
    -- Not before this, and not before it is confirmed.
    active_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    PRIMARY KEY (account_id, destination_id),
    UNIQUE (account_id, fingerprint),
    CHECK (active_at >= added_at + interval '24 hours')
);
CREATE INDEX withdrawal_destination_age ON withdrawal_destination (link_until) WHERE confirmed_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON withdrawal_destination TO "${app}";
