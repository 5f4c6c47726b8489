package dev.sallyport.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A refusal as JSON, `application/problem+json` (RFC 9457 section 3).
///
/// @param type `urn:sallyport:problem:` and the code
/// @param title one short sentence, in the caller's language
/// @param status the HTTP status, repeated
/// @param code a code of [ErrorCode], or of a use case when `status` is 422
/// @param detail what to do next, in the caller's language; never why we know
/// @param incident the number under which our log holds a fault of ours, else absent
/// @param errors the fields that do not hold what they must, empty for none
public record Problem(
        String type,
        String title,
        int status,
        String code,
        @Nullable String detail,
        @Nullable String incident,
        List<FieldError> errors) {

    /// One field that does not hold what it must.
    ///
    /// @param field the field's name as it was sent
    /// @param code a stable code
    /// @param message a sentence for a person
    public record FieldError(String field, String code, String message) {}
}
