package dev.sallyport.signals;

import dev.sallyport.base.who.AccountId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// One thing that happened, as receivers are told of it.
///
/// @param seq its place among the account's facts: what receivers get of an account comes in this order
/// @param id the same in every try; a receiver that keeps ids does nothing twice
/// @param data numbers, kinds and times; nothing of a person
record Event(AccountId account, long seq, UUID id, Kind kind, Instant at, Map<String, String> data) {
    /// As webhooks and the stream carry it (Standard Webhooks, "payload structure").
    record Payload(String type, Instant timestamp, Map<String, String> data) {}

    Payload payload() {
        return new Payload(kind.type(), at, data);
    }
}
