-- One more way to be told: the Kafka topic that the settings name. Its url is the topic's name.
ALTER TABLE signal_receiver DROP CONSTRAINT signal_receiver_kind_check;
ALTER TABLE signal_receiver ADD CONSTRAINT signal_receiver_kind_check CHECK (kind IN ('webhook', 'push', 'poll', 'kafka'));
