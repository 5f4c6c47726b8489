package dev.sallyport.apikey;

import java.util.Locale;

/// Carries a refusal of a signed request to where it is told.
final class NotAccepted extends Exception {
    private static final long serialVersionUID = 1L;

    /// Why a request is refused; the words of `/v1/api-requests/check`.
    enum Code {
        /// Something that the scheme needs is missing or is not of its form.
        MALFORMED(400),
        /// It can be read in two ways, so that what was signed need not be what would be done (A38).
        AMBIGUOUS(400),
        /// The scheme signs over the body, and only its hash came.
        BODY_NEEDED(400),
        BAD_WINDOW(400),
        /// There is no such key, or no longer.
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

        /// What a gateway may answer its caller.
        int status() {
            return status;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Code code;

    NotAccepted(Code code) {
        super(code.word(), null, false, false);
        this.code = code;
    }

    Code code() {
        return code;
    }

    static void unless(boolean right, Code code) throws NotAccepted {
        if (!right) {
            throw new NotAccepted(code);
        }
    }
}
