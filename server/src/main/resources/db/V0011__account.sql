-- A removed address stays its account's until nobody can object, and finds no account meanwhile. It is noted where it is
-- looked up, so that a removed one takes the same way and the same time as one that nobody has.
ALTER TABLE identifier ADD COLUMN removed boolean NOT NULL DEFAULT false;
-- Somebody told us that the address may have passed into other hands: it is proven again before it opens anything.
ALTER TABLE contact ADD COLUMN prove_again boolean NOT NULL DEFAULT false;
-- How many texts strangers had sent on a day: they have a part of the day's limit only.
CREATE TABLE stranger_text_day (
    day date PRIMARY KEY,
    sent int NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON stranger_text_day TO "${app}";
