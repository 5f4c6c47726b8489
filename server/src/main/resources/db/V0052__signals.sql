-- Streams of the Shared Signals Framework: what the receiver asked for, as he wrote it.
ALTER TABLE signal_receiver ADD COLUMN requested text[] NOT NULL DEFAULT '{}';

-- Keys that sign security event tokens; the private part is closed under the key ring.
CREATE TABLE signal_key (
    key_id text PRIMARY KEY,
    public_jwk text NOT NULL,
    private_closed bytea NOT NULL,
    created_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, DELETE ON signal_key TO "${app}";
