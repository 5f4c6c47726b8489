-- Codes are stretched before they are hashed by a key. A set that was made before opens nothing any more.
ALTER TABLE recovery_code_set ADD COLUMN salt bytea NOT NULL DEFAULT '\x00000000000000000000000000000000';
ALTER TABLE recovery_code_set ALTER COLUMN salt DROP DEFAULT;
