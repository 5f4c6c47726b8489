-- A challenge that holds the hash of what is approved, so that no other answer does for it and it does for nothing else.
ALTER TABLE passkey_ceremony DROP CONSTRAINT passkey_ceremony_purpose_check;
ALTER TABLE passkey_ceremony ADD CONSTRAINT passkey_ceremony_purpose_check
    CHECK (purpose IN ('REGISTRATION', 'ANYONE', 'IDENTIFIER', 'HOLDER', 'PAYMENT'));
