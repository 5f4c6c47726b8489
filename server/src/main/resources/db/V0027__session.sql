-- Trust in a device has a secret of its own, apart from the cookie by which the device is known: that one may have been
-- put into the browser by somebody else, or copied from it. What was given before has no such secret and ends.
ALTER TABLE device ADD COLUMN trust_hash bytea;
UPDATE device SET trusted_until = NULL;
ALTER TABLE device ADD CONSTRAINT trusted_by_a_secret CHECK ((trusted_until IS NULL) = (trust_hash IS NULL));
