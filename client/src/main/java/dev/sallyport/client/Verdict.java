package dev.sallyport.client;

/// What a [Verifier] says of a request. Only [Good] lets anybody in.
public sealed interface Verdict {
    /// The token is good for this request, now.
    ///
    /// @param claims what it says
    record Good(Claims claims) implements Verdict {}

    /// It is not. Answer [#status] with the header `WWW-Authenticate` set to [#challenge], and nothing
    /// more.
    ///
    /// @param reason for your log and your code; it is no secret, but nobody needs it either
    /// @param detail for your log only: what exactly was wrong
    /// @param challenge the value of `WWW-Authenticate` (RFC 6750 section 3, RFC 9449 section 7.1, RFC
    ///     9470 section 3)
    record Bad(Reason reason, String detail, String challenge) implements Verdict {
        static Bad of(Reason reason, String detail) {
            return new Bad(reason, detail, reason.challenge(""));
        }

        /// The same to somebody who came with DPoP (RFC 9449 section 7.1).
        Bad forDpop() {
            return challenge.startsWith("Bearer")
                    ? new Bad(
                            reason,
                            detail,
                            Reason.DPOP + challenge.substring("Bearer".length()).replaceFirst("^ ", ", "))
                    : this;
        }

        /// The HTTP status to answer with: 401, or 403 where the token is good and may not do this.
        public int status() {
            return reason == Reason.MISSING_SCOPE ? 403 : 401;
        }
    }

    /// It could not be found out: the server is silent and does not answer either, or its keys cannot be
    /// had. Answer 503 with `Retry-After: 1`, and let nobody in.
    ///
    /// @param detail for your log only
    record Unknown(String detail) implements Verdict {}

    /// Why a token is refused.
    enum Reason {
        /// There is none, or more than one, or it came in no known way.
        NO_TOKEN(""),
        /// It cannot be read, or lacks what every token has.
        MALFORMED("invalid_token"),
        /// It is something else than an access token, such as an ID token (`typ`, RFC 9068 section 4).
        WRONG_TYPE("invalid_token"),
        /// It is not signed with ES256, or its header points to keys of its own.
        WRONG_ALGORITHM("invalid_token"),
        /// The server has published no such key.
        UNKNOWN_KEY("invalid_token"),
        BAD_SIGNATURE("invalid_token"),
        /// Another server's.
        WRONG_ISSUER("invalid_token"),
        /// For somebody else.
        WRONG_AUDIENCE("invalid_token"),
        EXPIRED("invalid_token"),
        /// From the future, by more than the leeway.
        NOT_YET("invalid_token"),
        /// Revoked, as the stream told.
        REVOKED("invalid_token"),
        /// The server was asked, and says that it does not count.
        INACTIVE("invalid_token"),
        /// It is bound to a key and came as a bearer's, or the other way round (RFC 9449 section 7.1).
        WRONG_SCHEME("invalid_token"),
        /// The DPoP proof is missing, comes twice, or breaks a rule of RFC 9449 section 4.3.
        BAD_PROOF("invalid_dpop_proof"),
        /// The DPoP proof was used before.
        USED_PROOF("invalid_dpop_proof"),
        /// The DPoP proof lacks the nonce of this server (RFC 9449 section 9).
        NONCE("use_dpop_nonce"),
        /// Good, and not for this.
        MISSING_SCOPE("insufficient_scope"),
        /// Good, but the holder must prove himself again, or better (RFC 9470).
        STEP_UP("insufficient_user_authentication");

        private static final String DPOP = "DPoP algs=\"ES256 EdDSA PS256\"";

        private final String error;

        Reason(String error) {
            this.error = error;
        }

        /// The OAuth error code; empty where there is none to tell.
        public String error() {
            return error;
        }

        String challenge(String more) {
            String scheme = this == BAD_PROOF || this == USED_PROOF || this == NONCE ? DPOP : "Bearer";
            if (error.isEmpty()) {
                return scheme;
            }
            String separator = scheme.indexOf(' ') < 0 ? " " : ", ";
            return scheme + separator + "error=\"" + error + "\"" + more;
        }
    }
}
