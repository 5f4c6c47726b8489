-- What the owner is told of a sign-in that was never finished: where it came from, closed under his key, and
-- whether the second proof was given.
ALTER TABLE sign_in ADD COLUMN caller_closed bytea;
ALTER TABLE sign_in ADD COLUMN second_given boolean NOT NULL DEFAULT false;
-- Since when the service demands a second proof from everybody; one row, and none while it does not.
CREATE TABLE proof_demand (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    since timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON proof_demand TO "${app}";
