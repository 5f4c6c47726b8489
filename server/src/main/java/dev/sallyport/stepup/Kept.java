package dev.sallyport.stepup;

import dev.sallyport.base.crypto.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A request as it is kept until its proof was given, and as its proof is bound to it: method, address, and every
/// field in the order of the names, without those that belong to the form and not to the act.
///
/// @param fields name and value, a value for each pair
/// @param body of JSON, as it came; empty for a form
record Kept(String method, String path, List<Field> fields, byte[] body) {
    private static final List<String> NOT_OF_THE_ACT = List.of("_csrf");
    private static final int MOST_FIELDS = 100;

    record Field(String name, String value) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    static Kept of(HttpServletRequest request, byte[] body) {
        var fields = new ArrayList<Field>();
        // Beside a JSON body these are what stands in the address.
        Map<String, String[]> sorted = new TreeMap<>(request.getParameterMap());
        NOT_OF_THE_ACT.forEach(sorted::remove);
        sorted.forEach((name, values) -> {
            for (String value : values) {
                // A name without a sign of equality has no value.
                fields.add(new Field(name, Objects.requireNonNullElse(value, "")));
            }
        });
        return new Kept(request.getMethod(), request.getRequestURI(), fields, body);
    }

    /// A page that is only to be gone back to.
    static Kept page(String path) {
        return new Kept("GET", path, List.of(), new byte[0]);
    }

    boolean isTooLarge() {
        return fields.size() > MOST_FIELDS;
    }

    /// A form may hold a password.
    @Override
    public String toString() {
        return "[REDACTED]";
    }

    /// SHA-256 over all of it, each part with its length in front, so that no two requests have the same input.
    byte[] hash() {
        var all = new java.io.ByteArrayOutputStream();
        part(all, method.getBytes(StandardCharsets.UTF_8));
        part(all, path.getBytes(StandardCharsets.UTF_8));
        part(all, body);
        for (Field field : fields) {
            part(all, field.name.getBytes(StandardCharsets.UTF_8));
            part(all, field.value.getBytes(StandardCharsets.UTF_8));
        }
        return Tokens.sha256(all.toByteArray());
    }

    private static void part(java.io.ByteArrayOutputStream all, byte[] bytes) {
        all.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        all.writeBytes(bytes);
    }
}
