package dev.sallyport.client;

import dev.sallyport.client.ApiVerdict.Bad;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Carries the refusal of a signed request to where it is told.
final class NotAccepted extends Exception {
    private static final long serialVersionUID = 1L;

    /// The words and statuses of `POST /v1/api-requests/check`.
    enum Code {
        MALFORMED(400),
        AMBIGUOUS(400),
        UNKNOWN_KEY(401),
        BAD_SIGNATURE(401),
        TOO_OLD(401),
        TOO_EARLY(401),
        REPLAYED(401),
        FROZEN(403),
        ADDRESS_NOT_ALLOWED(403),
        MISSING_SCOPE(403),
        TOO_MANY(429);

        private final int status;

        Code(int status) {
            this.status = status;
        }

        Bad bad() {
            return new Bad(word(), status);
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Code> of(String word) {
            return Arrays.stream(values())
                    .filter(code -> code.word().equals(word))
                    .findFirst();
        }
    }

    private final transient Bad bad;

    NotAccepted(Bad bad) {
        super(bad.code(), null, false, false);
        this.bad = bad;
    }

    Bad bad() {
        return bad;
    }

    static void unless(boolean right, Code code) throws NotAccepted {
        if (!right) {
            throw new NotAccepted(code.bad());
        }
    }
}
