package dev.sallyport.genuine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What stands behind the question mark of a link, read as `application/x-www-form-urlencoded`
/// (https://url.spec.whatwg.org/#urlencoded-parsing). A percent sign that begins nothing stays one.
final class Queries {
    /// More than this in one link is looked at by nobody.
    private static final int MOST = 100;

    private Queries() {}

    record Parameter(String name, String value) {}

    /// @param rest path, query and fragment
    static String query(String rest) {
        int fragment = rest.indexOf('#');
        String before = fragment < 0 ? rest : rest.substring(0, fragment);
        int from = before.indexOf('?');
        return from < 0 ? "" : before.substring(from + 1);
    }

    static List<Parameter> parameters(String rest) {
        var parameters = new ArrayList<Parameter>();
        String query = query(rest);
        for (int from = 0; from < query.length() && parameters.size() < MOST; ) {
            int end = query.indexOf('&', from);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', from);
            if (equals >= from && equals < end) {
                parameters.add(new Parameter(
                        decoded(query.substring(from, equals)), decoded(query.substring(equals + 1, end))));
            }
            from = end + 1;
        }
        return parameters;
    }

    static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
            if (raw[i] == '%' && low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
