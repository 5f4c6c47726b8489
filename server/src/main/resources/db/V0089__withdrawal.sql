-- A service's keys are its own.
ALTER TABLE withdrawal DROP CONSTRAINT withdrawal_account_id_key_hash_key,
    ADD CONSTRAINT withdrawal_key UNIQUE (account_id, service, key_hash);
