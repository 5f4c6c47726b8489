-- A second mailbox that confirms what takes two people, where the holder has chosen no person. As with a person, whatever is
-- changed counts 48 hours later, and what held before holds meanwhile.
CREATE TABLE withdrawal_mailbox (
    account_id uuid PRIMARY KEY,
    -- Which it is, closed under the account's key; null for none.
    mail_closed bytea,
    -- Which it will be, and from when on; null for none, and for no change.
    next_closed bytea,
    next_at timestamptz,
    -- What was named and has not answered yet, by the hash of its link.
    named_closed bytea,
    token_hash bytea UNIQUE,
    named_until timestamptz,
    CHECK (next_at IS NOT NULL OR next_closed IS NULL),
    CHECK ((token_hash IS NULL) = (named_closed IS NULL) AND (token_hash IS NULL) = (named_until IS NULL))
);
GRANT SELECT, INSERT, UPDATE, DELETE ON withdrawal_mailbox TO "${app}";
-- The hash of the link by which a mailbox confirms this one.
ALTER TABLE withdrawal ADD COLUMN mail_token bytea;
CREATE UNIQUE INDEX withdrawal_for_mailbox ON withdrawal (mail_token) WHERE mail_token IS NOT NULL;
