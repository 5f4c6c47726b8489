package dev.sallyport.apikey;

import dev.sallyport.apikey.NotAccepted.Code;
import dev.sallyport.base.crypto.Tokens;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How a signed string is put together, such as `{time}{method}{path-query}{body}`. `\n` is a line feed;
/// `{sha256: … }` stands for the 32 bytes of the hash of what is in it.
///
/// Where two parts touch that have no fixed length, text could be moved from one into the other under the same
/// signature. [#write] refuses every request in which that is possible (A38).
record Template(List<Part> parts) {
    sealed interface Part {
        record Text(String text) implements Part {}

        record Value(Name name) implements Part {}

        record Hash(Template inner) implements Part {}
    }

    /// What can stand in braces.
    enum Name {
        METHOD,
        HOST,
        PATH,
        /// Without the signature.
        QUERY,
        /// With `?` between them where there is a query.
        PATH_QUERY,
        BODY,
        BODY_SHA256,
        /// The query of a request without body, else the body.
        PAYLOAD,
        KEY,
        TIME,
        WINDOW,
        NONCE;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean holdsBody() {
            return this == BODY || this == PAYLOAD;
        }

        /// Whether it ends where the caller wants.
        private boolean isOpen() {
            return switch (this) {
                case QUERY, PATH_QUERY, PATH, BODY, PAYLOAD, WINDOW, NONCE, HOST -> true;
                case METHOD, BODY_SHA256, KEY, TIME -> false;
            };
        }
    }

    /// What a request says for each name.
    interface Values {
        byte[] of(Name name) throws NotAccepted;
    }

    private static final String HASH = "{sha256:";

    static Template read(String text) {
        var parts = new ArrayList<Part>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            if (open != at) {
                String literal = open < 0 ? text.substring(at) : text.substring(at, open);
                parts.add(new Part.Text(literal.replace("\\n", "\n")));
                at += literal.length();
                continue;
            }
            int close = end(text, open);
            parts.add(part(text.substring(open, close + 1)));
            at = close + 1;
        }
        return new Template(List.copyOf(parts));
    }

    private static int end(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" lacks a closing brace");
    }

    private static Part part(String braced) {
        if (braced.startsWith(HASH)) {
            return new Part.Hash(read(braced.substring(HASH.length(), braced.length() - 1)));
        }
        String word = braced.substring(1, braced.length() - 1);
        return Arrays.stream(Name.values())
                .filter(name -> name.word().equals(word))
                .<Part>map(Part.Value::new)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(braced + " is nothing that can be signed"));
    }

    boolean holds(Name name) {
        return parts.stream().anyMatch(part -> switch (part) {
            case Part.Text text -> false;
            case Part.Value value -> value.name() == name;
            case Part.Hash hash -> hash.inner().holds(name);
        });
    }

    /// Whether the parameters of an address are part of it.
    boolean holdsQuery() {
        return holds(Name.QUERY) || holds(Name.PATH_QUERY) || holds(Name.PAYLOAD);
    }

    byte[] write(Values values) throws NotAccepted {
        var out = new ByteArrayOutputStream(256);
        Name before = null;
        for (Part part : parts) {
            byte[] bytes = bytes(part, values);
            if (before != null && !(part instanceof Part.Hash)) {
                mustNotMerge(before, bytes);
            }
            out.writeBytes(bytes);
            if (part instanceof Part.Value(Name name) && name.isOpen()) {
                // Also when it is empty: what follows could have been its text.
                before = name;
            } else if (bytes.length > 0) {
                before = null;
            }
        }
        return out.toByteArray();
    }

    private static byte[] bytes(Part part, Values values) throws NotAccepted {
        return switch (part) {
            case Part.Text(String text) -> text.getBytes(StandardCharsets.UTF_8);
            case Part.Value(Name name) -> values.of(name);
            case Part.Hash(Template inner) -> Tokens.sha256(inner.write(values));
        };
    }

    /// What follows an open part must begin with a sign that the part cannot hold: after a number no
    /// digit, after a path its query, after an address JSON. After a body nothing may come. The same
    /// goes for literals between two parts.
    private static void mustNotMerge(Name before, byte[] next) throws NotAccepted {
        if (next.length == 0) {
            return;
        }
        byte first = next[0];
        boolean letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
        boolean digit = first >= '0' && first <= '9';
        boolean apart = switch (before) {
            case WINDOW -> !digit;
            case NONCE -> !digit && !letter && first != '-' && first != '_';
            case HOST -> !digit && !letter && ".:-[]".indexOf(first) < 0;
            case PATH -> first == '?' || first == '{' || first == '[' || first == '\n';
            case BODY, PAYLOAD -> false;
            default -> first == '{' || first == '[' || first == '\n';
        };
        NotAccepted.unless(apart, Code.AMBIGUOUS);
    }
}
