package dev.sallyport.apikey;

import dev.sallyport.apikey.NotAccepted.Code;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The parameters of a query or form, in their order, as they were written. What a server behind us could read in two
/// ways is refused: a name that comes twice, however it is written, and signs that no address holds raw (A38).
final class Parameters {
    /// RFC 3986 section 3.4, without what frameworks take for separators or arrays.
    private static final Pattern RAW = Pattern.compile("[A-Za-z0-9._~!$'()*+,:@/?&=%-]*");
    /// Looked for apart: a group within the loop would take a frame of the stack for each character.
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final String raw;
    private final Map<String, String> values = new LinkedHashMap<>();
    private String last = "";

    private Parameters(String raw) {
        this.raw = raw;
    }

    static Parameters read(String raw) throws NotAccepted {
        NotAccepted.unless(RAW.matcher(raw).matches() && !BROKEN.matcher(raw).find(), Code.AMBIGUOUS);
        var read = new Parameters(raw);
        if (!raw.isEmpty()) {
            for (String part : raw.split("&", -1)) {
                read.add(part);
            }
        }
        return read;
    }

    private void add(String part) throws NotAccepted {
        int equals = part.indexOf('=');
        String name = decoded(equals < 0 ? part : part.substring(0, equals));
        NotAccepted.unless(!name.isEmpty(), Code.AMBIGUOUS);
        NotAccepted.unless(values.put(name, equals < 0 ? "" : part.substring(equals + 1)) == null, Code.AMBIGUOUS);
        last = part;
    }

    private static String decoded(String raw) {
        return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    }

    /// @return decoded; null for none
    @Nullable
    String get(String name) {
        String value = values.get(name);
        return value == null ? null : decoded(value);
    }

    boolean sharesNames(Parameters other) {
        return values.keySet().stream().anyMatch(other.values::containsKey);
    }

    /// All of it but this parameter, which must be the last.
    String without(String name) throws NotAccepted {
        NotAccepted.unless(last.startsWith(name + "="), Code.AMBIGUOUS);
        int end = raw.length() - last.length();
        return end == 0 ? "" : raw.substring(0, end - 1);
    }
}
