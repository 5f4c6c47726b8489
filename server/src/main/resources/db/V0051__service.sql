-- Writes that services asked for, by their idempotency keys: whoever asks again within a day gets the same answer, and
-- nothing is done twice.
CREATE TABLE service_write (
    service text NOT NULL,
    key_hash bytea NOT NULL,
    request_hash bytea NOT NULL,
    answer text,
    at timestamptz NOT NULL,
    PRIMARY KEY (service, key_hash)
);
CREATE INDEX service_write_age ON service_write (at);
GRANT SELECT, INSERT, UPDATE, DELETE ON service_write TO "${app}";
