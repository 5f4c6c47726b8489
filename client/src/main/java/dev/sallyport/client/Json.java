package dev.sallyport.client;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON (RFC 8259), and only what it allows: a name that comes twice, a trailing comma, a lone
/// surrogate or bytes that are no UTF-8 are mistakes, since two readers that take them differently are a
/// hole. Objects become [Map], arrays [List], numbers [Long] where they are whole and small and
/// [BigDecimal] otherwise, null [#NULL].
final class Json {
    static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 64;
    private static final int DIGITS_OF_A_LONG = 18;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /// It is not what it should be.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String what) {
            super(what, null, false, false);
        }
    }

    static Map<String, Object> object(byte[] utf8) throws Malformed {
        try {
            return object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new Malformed("not UTF-8");
        }
    }

    static Map<String, Object> object(String text) throws Malformed {
        var reader = new Json(text);
        reader.space();
        Map<String, Object> object = reader.members();
        reader.space();
        if (reader.at < text.length()) {
            throw new Malformed("more than one value");
        }
        return object;
    }

    private Object value() throws Malformed {
        switch (peek()) {
            case '{':
                return members();
            case '[':
                return elements();
            case '"':
                return string();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", NULL);
            default:
                return number();
        }
    }

    private Map<String, Object> members() throws Malformed {
        take('{');
        deeper();
        var members = new LinkedHashMap<String, Object>();
        space();
        if (!skip('}')) {
            do {
                space();
                String name = string();
                space();
                take(':');
                space();
                if (members.put(name, value()) != null) {
                    throw new Malformed("a name twice");
                }
                space();
            } while (skip(','));
            take('}');
        }
        depth--;
        return members;
    }

    private List<Object> elements() throws Malformed {
        take('[');
        deeper();
        var elements = new ArrayList<>();
        space();
        if (!skip(']')) {
            do {
                space();
                elements.add(value());
                space();
            } while (skip(','));
            take(']');
        }
        depth--;
        return elements;
    }

    private void deeper() throws Malformed {
        if (++depth > DEEPEST) {
            throw new Malformed("too deep");
        }
    }

    private String string() throws Malformed {
        take('"');
        int end = at;
        while (end < text.length() && isPlain(text.charAt(end))) {
            end++;
        }
        var read = new StringBuilder(text.substring(at, end));
        at = end;
        while (!skip('"')) {
            char next = peek();
            if (next < ' ') {
                throw new Malformed("a control character");
            }
            at++;
            read.append(next == '\\' ? escaped() : next);
        }
        return whole(read);
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
    }

    private char escaped() throws Malformed {
        char kind = peek();
        at++;
        switch (kind) {
            case '"', '\\', '/':
                return kind;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return unicode();
            default:
                throw new Malformed("no such escape");
        }
    }

    private char unicode() throws Malformed {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char next = peek();
            int digit = next < 0x7f ? Character.digit(next, 16) : -1;
            if (digit < 0) {
                throw new Malformed("not hexadecimal");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private static String whole(StringBuilder read) throws Malformed {
        for (int i = 0; i < read.length(); i++) {
            if (Character.isSurrogate(read.charAt(i))) {
                if (i + 1 == read.length() || !Character.isSurrogatePair(read.charAt(i), read.charAt(i + 1))) {
                    throw new Malformed("half a character");
                }
                i++;
            }
        }
        return read.toString();
    }

    private Object word(String word, Object meaning) throws Malformed {
        if (!text.startsWith(word, at)) {
            throw new Malformed("not a value");
        }
        at += word.length();
        return meaning;
    }

    private Object number() throws Malformed {
        int start = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        boolean whole = true;
        if (skip('.')) {
            digits();
            whole = false;
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
            whole = false;
        }
        String number = text.substring(start, at);
        if (number.length() > LONGEST_NUMBER) {
            throw new Malformed("too long a number");
        }
        try {
            return whole && number.length() <= DIGITS_OF_A_LONG
                    ? (Object) Long.valueOf(number)
                    : new BigDecimal(number);
        } catch (NumberFormatException e) {
            throw new Malformed("not a number");
        }
    }

    private void digits() throws Malformed {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw new Malformed("not a value");
        }
    }

    private char peek() throws Malformed {
        if (at >= text.length()) {
            throw new Malformed("cut short");
        }
        return text.charAt(at);
    }

    private boolean skip(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void take(char c) throws Malformed {
        if (!skip(c)) {
            throw new Malformed("no " + c);
        }
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /// Writes a string, for the little that we send.
    static String quote(String value) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isPlain(c)) {
                quoted.append(c);
            } else {
                quoted.append(String.format("\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
