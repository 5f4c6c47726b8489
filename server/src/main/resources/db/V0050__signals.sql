-- What receivers are told. An event is written in the transaction of the fact that it comes from and carries its place
-- in the account's chain, which orders it. It holds numbers, kinds and times, and nothing of a person.
CREATE TABLE signal_event (
    account_id uuid NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    type text NOT NULL,
    at timestamptz NOT NULL,
    data text NOT NULL,
    PRIMARY KEY (account_id, seq)
);
-- Ids are UUIDv7: by time.
CREATE UNIQUE INDEX signal_event_id ON signal_event (event_id);

-- Who is told. What signs for a webhook is closed under the key ring.
CREATE TABLE signal_receiver (
    receiver_id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    kind text NOT NULL CHECK (kind IN ('webhook', 'push', 'poll')),
    -- Empty for a receiver that fetches.
    url text NOT NULL,
    -- Types of events; none for all.
    types text[] NOT NULL,
    -- paused: events are kept for later. off: they are not kept.
    state text NOT NULL CHECK (state IN ('on', 'paused', 'off')),
    secrets_closed bytea NOT NULL,
    -- For streams of the Shared Signals Framework: who made it, whom it is for, why it stands as it does.
    owner text NOT NULL DEFAULT '',
    audience text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    -- Tries in a row that came to nothing, and until when nobody tries again.
    failures int NOT NULL DEFAULT 0,
    resume_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL
);

-- What a receiver has yet to be told: a row goes when he has taken it. A dead one waits for somebody to replay it.
CREATE TABLE signal_delivery (
    account_id uuid NOT NULL,
    seq bigint NOT NULL,
    receiver_id uuid NOT NULL REFERENCES signal_receiver (receiver_id) ON DELETE CASCADE,
    attempts int NOT NULL DEFAULT 0,
    since timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    dead_at timestamptz,
    error text NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, receiver_id, seq),
    FOREIGN KEY (account_id, seq) REFERENCES signal_event (account_id, seq)
);
CREATE INDEX signal_delivery_due ON signal_delivery (receiver_id, due_at) WHERE dead_at IS NULL;
CREATE INDEX signal_delivery_dead ON signal_delivery (receiver_id, dead_at) WHERE dead_at IS NOT NULL;
CREATE INDEX signal_delivery_event ON signal_delivery (account_id, seq);

GRANT SELECT, INSERT, UPDATE, DELETE ON signal_event, signal_receiver, signal_delivery TO "${app}";
