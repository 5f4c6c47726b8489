-- Whether value leaves an account only to destinations of its list, and for how long a new one waits. What is looser than
-- before counts at next_at; what counted before counts meanwhile.
CREATE TABLE account_allow_list (
    account_id uuid PRIMARY KEY,
    is_on boolean NOT NULL,
    wait_hours int NOT NULL CHECK (wait_hours IN (24, 48, 168)),
    next_on boolean,
    next_wait_hours int CHECK (next_wait_hours IN (24, 48, 168)),
    next_at timestamptz,
    CHECK ((next_at IS NULL) = (next_on IS NULL) AND (next_at IS NULL) = (next_wait_hours IS NULL))
);
GRANT SELECT, INSERT, UPDATE, DELETE ON account_allow_list TO "${app}";
ALTER TABLE objection DROP CONSTRAINT objection_change_check;
ALTER TABLE objection ADD CONSTRAINT objection_change_check
    CHECK (change IN ('contact-removed', 'account-closing', 'allow-list-loosened'));
