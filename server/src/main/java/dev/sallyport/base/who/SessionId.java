package dev.sallyport.base.who;

import java.time.Instant;
import java.util.UUID;

/// One signed-in browser or app of one account. Unique together with the account.
public record SessionId(UUID value) {
    public static SessionId create(Instant now) {
        return new SessionId(Uuid7.at(now.toEpochMilli()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
