-- How many codes went to numbers that nobody had proven yet, and how many of them came back, by pieces of time. A place
-- is a country, or a country and the keyed hash of ten thousand numbers in a row: no number can be read here.
CREATE TABLE notice_sms_count (
    place text NOT NULL,
    at timestamptz NOT NULL,
    sent int NOT NULL,
    verified int NOT NULL,
    PRIMARY KEY (place, at)
);
CREATE INDEX notice_sms_count_age ON notice_sms_count (at);
-- Places that texts do not go to: until a time when the numbers look like pumping, without one when the operator says so.
CREATE TABLE notice_sms_stop (
    place text NOT NULL,
    cause text NOT NULL CHECK (cause IN ('operator', 'pumping')),
    since timestamptz NOT NULL,
    until timestamptz,
    PRIMARY KEY (place, cause)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_sms_count, notice_sms_stop TO "${app}";
