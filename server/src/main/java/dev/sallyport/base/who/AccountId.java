package dev.sallyport.base.who;

import java.time.Instant;
import java.util.UUID;

/// An account: a person who holds something with the service. A UUIDv7, or, for an identifier that nobody
/// has, a number derived from it that no account has.
public record AccountId(UUID value) {
    public static AccountId create(Instant now) {
        return new AccountId(Uuid7.at(now.toEpochMilli()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
