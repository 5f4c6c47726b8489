package dev.sallyport.apikey;

import dev.sallyport.apikey.NotAccepted.Code;
import dev.sallyport.apikey.Template.Name;
import dev.sallyport.base.crypto.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a request by the scheme of its key: what was signed, with which signature, when, and by which nonce. Whatever
/// could be read in two ways is refused before a signature is looked at (A38).
final class Reading {
    private static final Pattern METHOD = Pattern.compile("GET|HEAD|POST|PUT|PATCH|DELETE");
    private static final Pattern HOST =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+])(?::[1-9]\\d{0,4})?");
    /// RFC 3986 section 3.3, without `;`, in which some servers see parameters.
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,=:@%/-]*");
    /// Looked for apart: a group within the loop would take a frame of the stack for each character.
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-F]{2})");
    /// Written otherwise than it must be: dots, slashes and controls in disguise, letters that need no `%`.
    private static final Pattern DISGUISED = Pattern.compile(
            "//|/\\.{1,2}(?:/|$)|%(?:2[DEF]|5C|5F|7E|7F|[01][0-9A-F]|3[0-9]|4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A])");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    private final SignatureScheme scheme;
    private final ApiRequest request;
    private final Parameters query;
    private final @Nullable Parameters form;

    private Reading(SignatureScheme scheme, ApiRequest request) throws NotAccepted {
        this.scheme = scheme;
        this.request = request;
        this.query = Parameters.read(request.query());
        this.form = isForm(request) ? Parameters.read(body(request)) : null;
    }

    /// @param message what was signed
    /// @param replay what may come once
    record Signed(byte[] message, byte[] signature, long timeMillis, long windowMillis, byte[] replay) {}

    /// What the request says in a place, before its key and scheme are known; null for nothing.
    static @Nullable String at(ApiRequest request, Place place) throws NotAccepted {
        return switch (place.kind()) {
            case HEADER -> request.header(place.name());
            case QUERY -> Parameters.read(request.query()).get(place.name());
            case BODY -> isForm(request) ? Parameters.read(body(request)).get(place.name()) : null;
        };
    }

    static Signed of(ApiRequest request, SignatureScheme scheme) throws NotAccepted {
        NotAccepted.unless(METHOD.matcher(request.method()).matches(), Code.MALFORMED);
        NotAccepted.unless(HOST.matcher(request.host()).matches(), Code.MALFORMED);
        NotAccepted.unless(isPath(request.path()), Code.AMBIGUOUS);
        NotAccepted.unless(!DISGUISED.matcher(request.path()).find(), Code.AMBIGUOUS);
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        NotAccepted.unless(!reads || !request.hasBody(), Code.AMBIGUOUS);
        return new Reading(scheme, request).signed();
    }

    static boolean isPath(String path) {
        return PATH.matcher(path).matches() && !BROKEN.matcher(path).find();
    }

    private static boolean isForm(ApiRequest request) throws NotAccepted {
        String type = request.header("content-type");
        return type != null && type.startsWith("application/x-www-form-urlencoded") && request.body() != null;
    }

    private static String body(ApiRequest request) {
        return new String(Objects.requireNonNull(request.body()), StandardCharsets.ISO_8859_1);
    }

    private Signed signed() throws NotAccepted {
        NotAccepted.unless(form == null || !form.sharesNames(query), Code.AMBIGUOUS);
        boolean bodySigned = scheme.signed().holds(Name.BODY) || scheme.signed().holds(Name.PAYLOAD);
        NotAccepted.unless(!bodySigned || request.body() != null || !request.hasBody(), Code.BODY_NEEDED);
        byte[] signature = scheme.encoding().read(needed(scheme.signature()));
        NotAccepted.unless(signature != null, Code.BAD_SIGNATURE);
        byte[] message = scheme.signed().write(this::value);
        return new Signed(message, Objects.requireNonNull(signature), millis(), window(), replay(message));
    }

    private String needed(Place place) throws NotAccepted {
        String value = get(place);
        NotAccepted.unless(value != null && !value.isEmpty(), Code.MALFORMED);
        return Objects.requireNonNull(value);
    }

    private @Nullable String get(Place place) throws NotAccepted {
        return switch (place.kind()) {
            case HEADER -> request.header(place.name());
            case QUERY -> query.get(place.name());
            case BODY -> form == null ? null : form.get(place.name());
        };
    }

    private byte[] value(Name name) throws NotAccepted {
        if (name == Name.BODY || (name == Name.PAYLOAD && request.hasBody())) {
            // A query beside a body that alone is signed could be changed by anybody.
            NotAccepted.unless(name == Name.BODY || request.query().isEmpty(), Code.AMBIGUOUS);
            return Objects.requireNonNullElse(request.body(), new byte[0]);
        }
        return text(name).getBytes(StandardCharsets.US_ASCII);
    }

    private String text(Name name) throws NotAccepted {
        return switch (name) {
            case METHOD -> request.method();
            case HOST -> request.host();
            case PATH -> request.path();
            case QUERY, PAYLOAD -> signedQuery();
            case PATH_QUERY -> request.path() + (signedQuery().isEmpty() ? "" : "?" + signedQuery());
            case BODY -> throw new IllegalStateException("a body is bytes");
            case BODY_SHA256 -> HexFormat.of().formatHex(request.bodyHash());
            case KEY -> needed(scheme.key());
            case TIME -> time();
            case WINDOW -> windowText();
            case NONCE -> nonce();
        };
    }

    private String signedQuery() throws NotAccepted {
        Place at = scheme.signature();
        return at.kind() == Place.Kind.QUERY ? query.without(at.name()) : request.query();
    }

    private String time() throws NotAccepted {
        String text = needed(scheme.time());
        NotAccepted.unless(text.matches("[1-9]\\d{" + (scheme.digits() - 1) + "}"), Code.MALFORMED);
        return text;
    }

    private long millis() throws NotAccepted {
        return scheme.unit().toMillis(Long.parseLong(time()));
    }

    private String windowText() throws NotAccepted {
        return scheme.window() == null ? "" : Objects.requireNonNullElse(get(scheme.window()), "");
    }

    private long window() throws NotAccepted {
        String text = windowText();
        if (text.isEmpty()) {
            return SignatureScheme.USUAL_WINDOW.toMillis();
        }
        NotAccepted.unless(text.matches("[1-9]\\d{0,5}"), Code.BAD_WINDOW);
        long millis = Long.parseLong(text);
        NotAccepted.unless(millis <= SignatureScheme.MOST_WINDOW.toMillis(), Code.BAD_WINDOW);
        return millis;
    }

    private String nonce() throws NotAccepted {
        Place at = scheme.nonce();
        String text = at == null ? "" : needed(at);
        NotAccepted.unless(at == null || isNonce(text), Code.MALFORMED);
        return text;
    }

    static boolean isNonce(String text) {
        return NONCE.matcher(text).matches();
    }

    static byte[] replay(String nonce) {
        return Tokens.hash("nonce|" + nonce);
    }

    /// Without a nonce the signed string itself counts once: not the signature, of which there could be several.
    private byte[] replay(byte[] message) throws NotAccepted {
        return scheme.nonce() == null ? Tokens.sha256(message) : replay(nonce());
    }
}
