-- What the holder says of what happened before he closed the doors: by the fact's number in his record.
CREATE TABLE lockdown_answer (
    account_id uuid NOT NULL,
    lockdown_id uuid NOT NULL,
    fact bigint NOT NULL,
    mine boolean NOT NULL,
    PRIMARY KEY (account_id, lockdown_id, fact)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON lockdown_answer TO "${app}";
