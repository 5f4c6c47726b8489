-- It could only be true.
ALTER TABLE passkey DROP COLUMN uv_initialized;
