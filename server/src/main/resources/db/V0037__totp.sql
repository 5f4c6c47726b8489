-- In which sign-in, or for which act, the last step was spent: a code that comes twice within two seconds from the same
-- browser is a double click, and no sign of a thief.
ALTER TABLE totp ADD COLUMN spent_in bytea;
