-- A key is shown once (R-OTP-3): neither a reload nor whoever comes to the browser later sees it again.
ALTER TABLE totp_binding ADD COLUMN shown boolean NOT NULL DEFAULT false;
