-- Whether a message was ours is asked by its code.
CREATE INDEX notice_code ON notice (message_id);
