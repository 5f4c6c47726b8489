package dev.sallyport.apikey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One key, live or ended.
///
/// @param scheme how its requests are signed, see [SignatureSchemes]
/// @param addresses from where it may be used; empty for anywhere
/// @param destinations the only ones that a withdraw key may send to: ids of the withdrawal list, opaque here
/// @param publicKey 32 bytes; null for one with a shared secret
/// @param expiresAt null for never
/// @param use when and from where it was last used, and how often
/// @param frozenAt since when it rests, because the account was locked; null while it works
public record ApiKey(
        ApiKeyId id,
        KeyKind kind,
        Algorithm algorithm,
        String scheme,
        Set<String> scopes,
        String name,
        List<AddressRange> addresses,
        List<String> destinations,
        byte @Nullable [] publicKey,
        Instant createdAt,
        @Nullable Instant expiresAt,
        Use use,
        @Nullable Instant frozenAt,
        @Nullable End end) {
    public static final int MOST_NAME = 40;
    static final int MOST_ADDRESSES = 20;
    static final int MOST_DESTINATIONS = 20;
    /// More live keys than anybody can keep an eye on.
    static final int MOST = 30;
    /// A key that moves money from anywhere lives no longer (R-API-5).
    static final Duration OPEN_LIFE = Duration.ofDays(90);
    static final Duration OPEN_IDLE = Duration.ofDays(14);
    /// After a new password, for every key that works from anywhere.
    static final Duration AFTER_PASSWORD = Duration.ofDays(7);
    static final Duration UNUSED = Duration.ofDays(60);

    /// @param address where it was last used from; null while it never was
    public record Use(@Nullable Instant lastAt, @Nullable String address, long count) {}

    /// @param reason `revoked`, `leaked`, `expired`, `idle`, or the word of whoever ended all of them
    public record End(Instant at, String reason) {}

    public boolean isOpen() {
        return addresses.isEmpty();
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    public boolean isLive(Instant now) {
        return end == null && !isExpired(now);
    }

    boolean mayComeFrom(String address) {
        return addresses.isEmpty() || addresses.stream().anyMatch(range -> range.contains(address));
    }

    /// Whether it may do all of this.
    boolean may(Set<String> needed) {
        return scopes.containsAll(needed);
    }
}
