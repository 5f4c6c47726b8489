package dev.sallyport.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Tokens that were believed once, by their hash, so that a memory dump holds none. A table of fixed
/// size: each token has four places where it can stand, and a new one takes that of the one that ends
/// first. No locks, no sweeping.
final class SeenTokens {
    private static final int WAYS = 4;

    /// One that was believed.
    static final class Seen {
        private final long a;
        private final long b;
        private final long c;
        private final long d;
        private final Claims claims;
        private final String kid;
        private final long expiresAt;
        /// Until when, by the clock that nobody sets, the server's last word on it counts.
        private volatile long answeredUntil;
        private volatile boolean answered;

        private Seen(ByteBuffer hash, Claims claims, String kid) {
            this.a = hash.getLong(0);
            this.b = hash.getLong(8);
            this.c = hash.getLong(16);
            this.d = hash.getLong(24);
            this.claims = claims;
            this.kid = kid;
            this.expiresAt = claims.expiresAt().toEpochMilli();
        }

        private boolean is(ByteBuffer hash) {
            return a == hash.getLong(0) && b == hash.getLong(8) && c == hash.getLong(16) && d == hash.getLong(24);
        }

        Claims claims() {
            return claims;
        }

        /// The key that it was signed with.
        String kid() {
            return kid;
        }

        long expiresAt() {
            return expiresAt;
        }

        boolean isAnswered(long nanos) {
            return answered && answeredUntil - nanos > 0;
        }

        void answered(long until) {
            answeredUntil = until;
            answered = true;
        }
    }

    private final AtomicReferenceArray<Seen> table;
    private final int mask;

    SeenTokens(int most) {
        int size = Math.max(WAYS, Integer.highestOneBit(Math.max(1, most)));
        this.table = new AtomicReferenceArray<>(size);
        this.mask = size - 1;
    }

    static ByteBuffer hash(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.wrap(Encoding.hash(bytes)).order(ByteOrder.BIG_ENDIAN);
    }

    @Nullable
    Seen find(ByteBuffer hash) {
        for (int way = 0; way < WAYS; way++) {
            Seen seen = table.get(place(hash, way));
            if (seen != null && seen.is(hash)) {
                return seen;
            }
        }
        return null;
    }

    Seen keep(ByteBuffer hash, Claims claims, String kid) {
        var seen = new Seen(hash, claims, kid);
        int first = place(hash, 0);
        long soonest = Long.MAX_VALUE;
        for (int way = 0; way < WAYS; way++) {
            int place = place(hash, way);
            Seen there = table.get(place);
            long end = there == null ? Long.MIN_VALUE : there.expiresAt;
            if (end < soonest) {
                soonest = end;
                first = place;
            }
        }
        table.set(first, seen);
        return seen;
    }

    private int place(ByteBuffer hash, int way) {
        return ((hash.getInt(0) & ~(WAYS - 1)) + way) & mask;
    }

    /// What was believed by keys that may be gone is to be read anew.
    void forgetAll() {
        for (int i = 0; i < table.length(); i++) {
            table.set(i, null);
        }
    }
}
