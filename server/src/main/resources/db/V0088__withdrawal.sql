-- Whom an account has first paid, and since when.
DROP INDEX withdrawal_paid;
CREATE INDEX withdrawal_paid ON withdrawal (account_id, payee, redeemed_at) WHERE state = 'REDEEMED';
CREATE INDEX withdrawal_left ON withdrawal (account_id, redeemed_at) WHERE state = 'REDEEMED';
