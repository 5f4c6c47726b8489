-- Who exists.
CREATE TABLE account (
    account_id uuid PRIMARY KEY,
    language text,
    zone text NOT NULL,
    public_name_closed bytea,
    visible boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    erase_at timestamptz
);
CREATE INDEX account_closing ON account (erase_at) WHERE erase_at IS NOT NULL;
-- Mail addresses and telephone numbers of an account, closed under its key. A removed one stays until nobody can object.
CREATE TABLE contact (
    account_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('MAIL', 'PHONE')),
    value_closed bytea NOT NULL,
    is_primary boolean NOT NULL,
    added_at timestamptz NOT NULL,
    proven_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    removed_at timestamptz,
    PRIMARY KEY (account_id, contact_id)
);
-- The one small table in which an identifier is looked up. The index is a keyed hash of its canonical form; the skeleton
-- a keyed hash of what it looks like (UTS 39).
CREATE TABLE identifier (
    index_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    skeleton_hash bytea NOT NULL,
    plain boolean NOT NULL,
    ring_key text NOT NULL
);
CREATE INDEX identifier_skeleton ON identifier (skeleton_hash);
CREATE INDEX identifier_ring_key ON identifier (ring_key);
CREATE INDEX identifier_account ON identifier (account_id);
-- Codes that prove an address. Who has no account yet stands under the nil account. A code is bound to its purpose and to
-- the browser or flow that asked for it; a newer one replaces it, and the number of checks left does not come back.
CREATE TABLE contact_code (
    account_id uuid NOT NULL,
    purpose text NOT NULL,
    bound_hash bytea NOT NULL,
    kind text NOT NULL,
    target_closed bytea NOT NULL,
    target_index bytea NOT NULL,
    code text NOT NULL,
    checks_left int NOT NULL,
    sent int NOT NULL,
    code_until timestamptz NOT NULL,
    flow_until timestamptz NOT NULL,
    proven_at timestamptz,
    language text NOT NULL,
    zone text NOT NULL,
    PRIMARY KEY (account_id, purpose, bound_hash)
);
CREATE INDEX contact_code_target ON contact_code (target_index);
CREATE INDEX contact_code_age ON contact_code (flow_until);
-- The right of whoever was there before to take a change back, by a link that works without signing in.
CREATE TABLE objection (
    account_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    change text NOT NULL CHECK (change IN ('contact-removed', 'account-closing')),
    contact_id uuid,
    changed_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (account_id, token_hash)
);
-- Every authenticator an account has or ever had (NIST 800-63B-4: keep a record of all that were bound).
CREATE TABLE proof (
    account_id uuid NOT NULL,
    proof_id uuid NOT NULL,
    kind text NOT NULL,
    bound_at timestamptz NOT NULL,
    removed_at timestamptz,
    PRIMARY KEY (account_id, proof_id)
);
-- Proofs given in a sign-in that is not finished: each proof writes its own, whoever leads the sign-in reads them.
CREATE TABLE proving (
    account_id uuid NOT NULL,
    proving_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    given text NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (account_id, proving_id)
);
CREATE INDEX proving_age ON proving (until);
GRANT SELECT, INSERT, UPDATE, DELETE ON account, contact, identifier, contact_code, objection, proof, proving TO "${app}";
