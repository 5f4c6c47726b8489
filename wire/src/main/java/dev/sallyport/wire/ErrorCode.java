package dev.sallyport.wire;

/// Every way in which the server refuses, with the HTTP status it answers with. The code is stable; the
/// sentence that goes with it may change. It stands in `code` of a problem document (RFC 9457), and its
/// `type` is `urn:sallyport:problem:` followed by the code.
public enum ErrorCode {
    /// The request cannot be read: broken JSON, an unknown field, a header given twice.
    BAD_REQUEST("bad-request", 400),
    /// No live session, or a service call without valid credentials.
    NOT_SIGNED_IN("not-signed-in", 401),
    /// The request lacks the token that proves it came from one of our own pages.
    FORGED("request-forged", 403),
    /// The act needs a proof that was given for it a moment ago; the header `Step-Up` names where to give it.
    PROOF_TOO_OLD("proof-too-old", 403),
    /// The account has no proof that would do; one must be set up first.
    MISSING_PROOF("missing-proof", 403),
    /// The browser or its system is out of date, and the operator takes no such act from one.
    OUTDATED("outdated-browser", 403),
    /// The account is on hold after a change; `Retry-After` says for how long. See docs/holds-and-locks.md.
    HELD("on-hold", 403),
    /// The holder has locked his settings; `Retry-After` says for how long, once he has asked for their release.
    LOCKED("settings-locked", 423),
    /// Every door of the account was closed after a report of theft; only a recovery opens it again. See
    /// docs/lockdown.md.
    LOCKED_DOWN("locked-down", 423),
    /// The caller is known, but may not do this.
    MISSING_SCOPE("missing-scope", 403),
    /// A puzzle must be solved first (proof of work, RFC-less; see `challenge` in the problem).
    CHALLENGE("challenge-required", 403),
    /// There is no such thing for this caller. Also the answer to anything that belongs to someone else.
    NOT_FOUND("not-found", 404),
    METHOD_NOT_ALLOWED("method-not-allowed", 405),
    NOT_ACCEPTABLE("not-acceptable", 406),
    /// The thing has changed since the caller saw it, or was used already.
    CONFLICT("conflict", 409),
    TOO_LARGE("too-large", 413),
    UNSUPPORTED_MEDIA("unsupported-media-type", 415),
    /// The request was sent to a host that is not ours.
    WRONG_HOST("wrong-host", 421),
    /// Read and understood, but a field does not hold what it must; see `errors`.
    INVALID("invalid-input", 422),
    /// A write without the header `Idempotency-Key`.
    KEY_MISSING("idempotency-key-missing", 400),
    /// The idempotency key was used for another request.
    KEY_REUSED("idempotency-key-reused", 422),
    /// A limit was met; `Retry-After` says for how many seconds.
    TOO_MANY("too-many-requests", 429),
    HEADERS_TOO_LARGE("headers-too-large", 431),
    /// A fault of ours. `incident` names it in our log.
    INTERNAL("internal-error", 500),
    /// The server is at its limit; nothing was done; try again after `Retry-After` seconds.
    BUSY("busy", 503),
    /// Something the server stands on does not answer. For money and proofs that means no.
    UNAVAILABLE("unavailable", 503);

    private final String code;
    private final int status;

    ErrorCode(String code, int status) {
        this.code = code;
        this.status = status;
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    public String type() {
        return "urn:sallyport:problem:" + code;
    }
}
