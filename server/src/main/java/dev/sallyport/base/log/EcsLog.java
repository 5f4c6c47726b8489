package dev.sallyport.base.log;

import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/// Spring's ECS lines, with every text in them made harmless. JSON alone would only escape what JSON must:
/// marks that turn the direction of writing pass through it, and whoever prints a decoded message gets its
/// line breaks back.
public final class EcsLog implements StructuredLoggingJsonMembersCustomizer<Object> {
    private static final String TRACE = "error.stack_trace";

    @Override
    public void customize(Members<Object> members) {
        members.applyingValueProcessor((path, value) -> {
            if (!(value instanceof String text)) {
                return value;
            }
            return path.toUnescapedString().equals(TRACE) ? Harmless.lines(text) : Harmless.line(text);
        });
    }
}
