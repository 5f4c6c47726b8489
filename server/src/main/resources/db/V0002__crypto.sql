-- Each account's data key, wrapped by a key of the ring. Deleting a row makes all that the account's key closed
-- unreadable for ever.
CREATE TABLE account_key (
    account_id uuid PRIMARY KEY,
    ring_key text NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX account_key_ring ON account_key (ring_key);
GRANT SELECT, INSERT, UPDATE, DELETE ON account_key TO "${app}";
