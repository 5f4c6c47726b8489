-- A session that was seen elsewhere is held until its holder proves himself again.
-- The public half of the key that the browser keeps for the session (Device Bound Session Credentials), as a JWK: no
-- secret, and good for this session only. binding_spent: challenges as old as the last answered one are used up.
ALTER TABLE session
    ADD COLUMN held_at timestamptz,
    ADD COLUMN binding_key text,
    ADD COLUMN bound_at timestamptz,
    ADD COLUMN binding_spent timestamptz;
