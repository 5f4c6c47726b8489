-- Since when the service demands a second proof from everybody; one row, and none while it does not.
CREATE TABLE proof_demand (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    since timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON proof_demand TO "${app}";
