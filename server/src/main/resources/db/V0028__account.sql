-- Where a proof was bound: a session or a sign-in, as the proof names it. The first recovery codes come without a
-- further proof in this place only.
ALTER TABLE proof ADD COLUMN bound_in bytea;
