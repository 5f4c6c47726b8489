-- Whose turn it is. What holds an account's money takes the turn when it commits, and a redemption as its last step: of
-- the two one comes first, and the other one sees it. At the very end, so that nobody who waits here is waited for.
CREATE TABLE money_turn (
    account_id uuid PRIMARY KEY,
    turns bigint NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON money_turn TO "${app}";
CREATE FUNCTION money_turn_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO money_turn AS t (account_id, turns) VALUES (NEW.account_id, 1)
        ON CONFLICT (account_id) DO UPDATE SET turns = t.turns + 1;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER hold_takes_turn AFTER INSERT OR UPDATE ON hold
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION money_turn_taken();
CREATE CONSTRAINT TRIGGER withdrawal_lock_takes_turn AFTER INSERT OR UPDATE ON withdrawal_lock
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION money_turn_taken();
