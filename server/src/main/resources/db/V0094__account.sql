-- An account whose doors its holder has closed. The row stays after it was opened again: links from before open nothing and
-- close nothing any more.
CREATE TABLE account_freeze (
    account_id uuid PRIMARY KEY,
    frozen_at timestamptz NOT NULL,
    thawed_at timestamptz
);
GRANT SELECT, INSERT, UPDATE, DELETE ON account_freeze TO "${app}";
