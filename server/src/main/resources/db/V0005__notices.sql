-- Every message to a person, written in the transaction of the change that it tells of and delivered afterwards.
CREATE TABLE notice (
    -- All zeros for somebody who has no account (yet).
    account_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    kind text NOT NULL,
    channel text NOT NULL,
    -- The short code that the message itself shows.
    message_id text NOT NULL,
    -- To whom, as far as it may be shown later. Closed, like the body.
    masked bytea NOT NULL,
    -- To whom and what. Gone some time after delivery, at once when it held a code.
    body bytea,
    state text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'dropped')),
    attempts int NOT NULL,
    has_code boolean NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (account_id, notice_id)
);
CREATE INDEX notice_open ON notice (created_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX notice_age ON notice (created_at);
CREATE INDEX notice_to_wipe ON notice (finished_at) WHERE body IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON notice TO "${app}";

-- How many texts went out on a day: the ceiling of what pumping can cost.
CREATE TABLE notice_sms_day (
    day date PRIMARY KEY,
    sent int NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_sms_day TO "${app}";

-- The demo's post: what would have gone out. Stays empty anywhere else.
CREATE TABLE notice_mailbox (
    mail_id uuid PRIMARY KEY,
    address_index bytea NOT NULL,
    at timestamptz NOT NULL,
    body bytea NOT NULL
);
CREATE INDEX notice_mailbox_address ON notice_mailbox (address_index, mail_id);
GRANT SELECT, INSERT, DELETE ON notice_mailbox TO "${app}";
