-- In which browser a sign-in has begun: the hash of the cookie that binds a stranger to it. Of two that one browser
-- has begun, as by a double click, the owner hears once, and not at all when one of them was finished.
ALTER TABLE sign_in ADD COLUMN browser_hash bytea;
