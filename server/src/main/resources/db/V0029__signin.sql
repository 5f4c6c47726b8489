-- How many wrong passwords came before the right one that began a sign-in: when it ends after further steps,
-- the owner is told of a success after failures (ASVS 6.3.5), as he is when there is one step.
ALTER TABLE sign_in ADD COLUMN failures integer NOT NULL DEFAULT 0;
