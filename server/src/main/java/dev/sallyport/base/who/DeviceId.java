package dev.sallyport.base.who;

import java.time.Instant;
import java.util.UUID;

/// One browser or app in which an account has signed in. Unique together with the account.
public record DeviceId(UUID value) {
    public static DeviceId create(Instant now) {
        return new DeviceId(Uuid7.at(now.toEpochMilli()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
