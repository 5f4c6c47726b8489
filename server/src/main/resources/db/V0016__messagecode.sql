-- Accounts that take a code by text as a second proof, and the number it goes to. Another number is another proof.
CREATE TABLE message_code (
    account_id uuid PRIMARY KEY,
    contact_id uuid NOT NULL,
    proof_id uuid NOT NULL,
    turned_on_at timestamptz NOT NULL
);
-- Accounts whose texts may reach somebody else: only a number that was proven after this takes codes again.
CREATE TABLE message_code_block (
    account_id uuid PRIMARY KEY,
    reason text NOT NULL,
    blocked_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON message_code, message_code_block TO "${app}";
