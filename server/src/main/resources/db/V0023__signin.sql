-- What the owner is told of a sign-in that was never finished: where it came from, closed under his key, and
-- whether the second proof was given.
ALTER TABLE sign_in ADD COLUMN caller_closed bytea;
ALTER TABLE sign_in ADD COLUMN second_given boolean NOT NULL DEFAULT false;
