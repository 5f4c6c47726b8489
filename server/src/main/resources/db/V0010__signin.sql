-- When the password was set that a sign-in has begun with: one that is changed meanwhile ends the sign-in. Sign-ins that
-- began before this column was there have none, and are over.
ALTER TABLE sign_in ADD COLUMN password_changed_at timestamptz;
