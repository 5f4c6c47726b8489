-- What idempotent_write has taken the place of.
DROP TABLE service_write;
