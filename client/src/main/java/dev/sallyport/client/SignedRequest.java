package dev.sallyport.client;

import dev.sallyport.client.NotAccepted.Code;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request of our own scheme, read: what was signed, by which key, when, and by which nonce. What a
/// server behind us could read in two ways is refused before a signature is looked at, by the same rules
/// as the server's.
///
/// @param key the id of the key, of its form
/// @param message what was signed
record SignedRequest(String key, byte[] message, byte[] signature, long millis, String nonce) {
    static final String KEY = "x-sallyport-key";
    /// How old a request may be, and by how much its clock may be ahead.
    static final Duration WINDOW = Duration.ofSeconds(5);
    static final Duration AHEAD = Duration.ofSeconds(1);

    private static final int LONGEST = 8_000;
    private static final Pattern ID = Pattern.compile("sk_[A-Za-z0-9_-]{43}");
    private static final Pattern TIME = Pattern.compile("[1-9]\\d{12}");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{8,64}");
    private static final Pattern METHOD = Pattern.compile("GET|HEAD|POST|PUT|PATCH|DELETE");
    private static final Pattern HOST =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+])(?::[1-9]\\d{0,4})?");
    /// RFC 3986 section 3.3, without `;`, in which some servers see parameters. Without a group that repeats: a long
    /// path must not need a deep stack.
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,=:@/%-]*");
    private static final Pattern PERCENT = Pattern.compile("%(?![0-9A-F]{2})");
    /// Written otherwise than it must be: dots, slashes and controls in disguise, letters that need no `%`.
    private static final Pattern DISGUISED = Pattern.compile(
            "//|/\\.{1,2}(?:/|$)|%(?:2[DEF]|5C|5F|7E|7F|[01][0-9A-F]|3[0-9]|4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A])");
    /// RFC 3986 section 3.4, without what frameworks take for separators or arrays.
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~!$'()*+,:@/?&=%-]*");

    private static final Pattern ANY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    static SignedRequest read(ApiRequest request) throws NotAccepted {
        String key = needed(request, KEY);
        NotAccepted.unless(ID.matcher(key).matches(), Code.UNKNOWN_KEY);
        placeMustBeClear(request);
        String time = needed(request, "x-sallyport-timestamp");
        String nonce = needed(request, "x-sallyport-nonce");
        NotAccepted.unless(TIME.matcher(time).matches(), Code.MALFORMED);
        NotAccepted.unless(NONCE.matcher(nonce).matches(), Code.MALFORMED);
        byte[] signature = signature(needed(request, "x-sallyport-signature"));
        String signed = String.join(
                "\n",
                request.method(),
                request.host(),
                request.path(),
                request.query(),
                Encoding.hex(request.bodyHash()),
                time,
                nonce,
                key);
        byte[] message = signed.getBytes(StandardCharsets.US_ASCII);
        return new SignedRequest(key, message, signature, Long.parseLong(time), nonce);
    }

    private static String needed(ApiRequest request, String name) throws NotAccepted {
        List<String> values = request.all(name);
        NotAccepted.unless(values.size() <= 1, Code.AMBIGUOUS);
        NotAccepted.unless(!values.isEmpty() && !values.get(0).isEmpty(), Code.MALFORMED);
        return values.get(0);
    }

    private static void placeMustBeClear(ApiRequest request) throws NotAccepted {
        String path = request.path();
        NotAccepted.unless(METHOD.matcher(request.method()).matches(), Code.MALFORMED);
        NotAccepted.unless(HOST.matcher(request.host()).matches(), Code.MALFORMED);
        NotAccepted.unless(path.length() <= LONGEST && request.query().length() <= LONGEST, Code.MALFORMED);
        NotAccepted.unless(
                PATH.matcher(path).matches() && !PERCENT.matcher(path).find(), Code.AMBIGUOUS);
        NotAccepted.unless(!DISGUISED.matcher(path).find(), Code.AMBIGUOUS);
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        NotAccepted.unless(!reads || !request.hasBody(), Code.AMBIGUOUS);
        Set<String> query = names(request.query());
        byte[] body = request.body();
        if (body != null && isForm(request)) {
            names(new String(body, StandardCharsets.ISO_8859_1)).forEach(query::remove);
            NotAccepted.unless(query.size() == names(request.query()).size(), Code.AMBIGUOUS);
        }
    }

    private static boolean isForm(ApiRequest request) throws NotAccepted {
        List<String> types = request.all("content-type");
        NotAccepted.unless(types.size() <= 1, Code.AMBIGUOUS);
        return !types.isEmpty() && types.get(0).startsWith("application/x-www-form-urlencoded");
    }

    /// The names of the parameters, each of which may come once, however it is written.
    private static Set<String> names(String raw) throws NotAccepted {
        NotAccepted.unless(
                QUERY.matcher(raw).matches() && !ANY_PERCENT.matcher(raw).find(), Code.AMBIGUOUS);
        var names = new HashSet<String>();
        for (String part : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = URLDecoder.decode(equals < 0 ? part : part.substring(0, equals), StandardCharsets.UTF_8);
            NotAccepted.unless(!name.isEmpty() && names.add(name), Code.AMBIGUOUS);
        }
        return names;
    }

    /// Takes the one right way to write these bytes.
    private static byte[] signature(String text) throws NotAccepted {
        byte @Nullable [] bytes = null;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // told below
        }
        if (bytes == null || !Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new NotAccepted(Code.BAD_SIGNATURE.bad());
        }
        return bytes;
    }

    /// Server time − window ≤ its time < server time + 1 s.
    void mustBeOfNow(long now) throws NotAccepted {
        NotAccepted.unless(now - WINDOW.toMillis() <= millis, Code.TOO_OLD);
        NotAccepted.unless(millis < now + AHEAD.toMillis(), Code.TOO_EARLY);
    }
}
