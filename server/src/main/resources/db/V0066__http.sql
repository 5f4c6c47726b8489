-- Writes that services asked for, by their idempotency keys, for every feature of the inside port. It takes the place of
-- service_write, whose keys are good for a day.
CREATE TABLE idempotent_write (
    service text NOT NULL,
    key_hash bytea NOT NULL,
    request_hash bytea NOT NULL,
    answer text,
    at timestamptz NOT NULL,
    PRIMARY KEY (service, key_hash)
);
CREATE INDEX idempotent_write_age ON idempotent_write (at);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotent_write TO "${app}";
