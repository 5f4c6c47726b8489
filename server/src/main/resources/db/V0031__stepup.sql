-- Which proofs were given stands in the record of facts; nothing read it here.
ALTER TABLE step_up DROP COLUMN given;
