-- The record of security facts: one hash chain for each account. The serving user reads it and appends to it through
-- audit_append; nothing it may do edits or deletes a line, and the server refuses to start where it could.
CREATE TABLE audit_fact (
    account_id uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    at timestamptz NOT NULL,
    kind text NOT NULL,
    succeeded boolean NOT NULL,
    -- Who, where, why: closed under the account's data key. The hash covers the closed form, so that the chain still
    -- verifies when the key has been destroyed.
    detail bytea NOT NULL,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (account_id, seq)
);

-- Facts that no checkpoint covers yet. A line for each fact and never one for each account: a checkpoint that takes
-- lines away must not make a writer wait.
CREATE TABLE audit_touched (
    account_id uuid NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (account_id, seq)
);

-- Signed, chained statements of how far the chains had grown.
CREATE TABLE audit_checkpoint (
    number bigint PRIMARY KEY CHECK (number > 0),
    at timestamptz NOT NULL,
    heads int NOT NULL,
    heads_digest bytea NOT NULL,
    hash bytea NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL
);

-- The heads that a checkpoint stands for: of each chain that had grown, its last fact.
CREATE TABLE audit_anchor (
    account_id uuid NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    checkpoint bigint NOT NULL REFERENCES audit_checkpoint (number),
    PRIMARY KEY (account_id, seq)
);
CREATE INDEX audit_anchor_checkpoint ON audit_anchor (checkpoint, account_id);

-- SHA-256 over fields of fixed length or with their length in front, so that no two facts have the same input.
-- docs/audit.md writes it down; AuditFormat computes the same in Java.
CREATE FUNCTION audit_hash(
    previous bytea, account uuid, seq bigint, at timestamptz, kind text, succeeded boolean, detail bytea
) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(
        convert_to('sallyport audit fact 1', 'UTF8') || previous || uuid_send(account) || int8send(seq)
        || int8send((extract(epoch FROM at) * 1000000)::bigint)
        || int4send(octet_length(convert_to(kind, 'UTF8'))) || convert_to(kind, 'UTF8')
        || boolsend(succeeded)
        || int4send(octet_length(detail)) || detail)
$$;

-- Appends one fact in one round trip. The lock makes writers of one chain queue up until the one before has committed,
-- so that the chain has neither gap nor fork; writers of other chains do not meet it.
CREATE FUNCTION audit_append(account uuid, fact_at timestamptz, fact_kind text, fact_succeeded boolean, fact_detail bytea)
RETURNS TABLE (fact_seq bigint, fact_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
    last_seq bigint;
    last_hash bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(account::text, 7355608));
    SELECT f.seq, f.hash INTO last_seq, last_hash
        FROM audit_fact f WHERE f.account_id = account ORDER BY f.seq DESC LIMIT 1;
    fact_seq := coalesce(last_seq, 0) + 1;
    fact_hash := audit_hash(
        coalesce(last_hash, decode(repeat('00', 32), 'hex')),
        account, fact_seq, fact_at, fact_kind, fact_succeeded, fact_detail);
    INSERT INTO audit_fact (account_id, seq, at, kind, succeeded, detail, hash)
        VALUES (account, fact_seq, fact_at, fact_kind, fact_succeeded, fact_detail, fact_hash);
    INSERT INTO audit_touched (account_id, seq) VALUES (account, fact_seq);
    RETURN NEXT;
END
$$;

-- Belt and braces: the owner himself cannot change the record by mistake.
CREATE FUNCTION audit_unchanging() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record of security facts is only ever appended to';
END
$$;
CREATE TRIGGER audit_fact_unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_fact
    FOR EACH STATEMENT EXECUTE FUNCTION audit_unchanging();
CREATE TRIGGER audit_checkpoint_unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION audit_unchanging();
CREATE TRIGGER audit_anchor_unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchor
    FOR EACH STATEMENT EXECUTE FUNCTION audit_unchanging();

REVOKE ALL ON FUNCTION audit_append(uuid, timestamptz, text, boolean, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append(uuid, timestamptz, text, boolean, bytea) TO "${app}";
GRANT SELECT ON audit_fact TO "${app}";
GRANT SELECT, INSERT ON audit_checkpoint, audit_anchor TO "${app}";
GRANT SELECT, DELETE ON audit_touched TO "${app}";
