package dev.sallyport.base.http;

import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A refusal that may happen anywhere: not signed in, too many tries, locked, missing scope. It is made into
/// a page or a problem document in one place. The detail is for our log alone; what the caller reads comes
/// from the code.
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable Duration retryAfter;
    // A list of records; exceptions are serialisable by name only here.
    private final transient Mistakes mistakes;

    public Refused(ErrorCode code, String privateDetail) {
        this(code, privateDetail, null);
    }

    /// For JSON: the fields that do not hold what they must. A page shows them at its fields instead.
    public Refused(Mistakes mistakes) {
        this(ErrorCode.INVALID, mistakes.all().size() + " mistakes", null, mistakes);
    }

    public Refused(ErrorCode code, String privateDetail, @Nullable Duration retryAfter) {
        this(code, privateDetail, retryAfter, Mistakes.NONE);
    }

    private Refused(ErrorCode code, String privateDetail, @Nullable Duration retryAfter, Mistakes mistakes) {
        // No stack trace: a refusal is an answer, and must cost a stranger more than us.
        super(privateDetail, null, false, false);
        this.code = code;
        this.retryAfter = retryAfter;
        this.mistakes = mistakes;
    }

    public ErrorCode code() {
        return code;
    }

    public Mistakes mistakes() {
        return mistakes;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
