package dev.sallyport.apikey;

import dev.sallyport.apikey.SignatureScheme.Encoding;
import dev.sallyport.base.config.Config;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The schemes there are: ours, five shapes that are commonly met, and what the operator adds. New keys are offered
/// those that he has switched on; a key that was made under another goes on.
@Component
public final class SignatureSchemes {
    /// The name of our own.
    public static final String OURS = "sallyport";

    private static final Set<String> FIELDS =
            Set.of("hash", "key", "signature", "time", "unit", "window", "nonce", "signed", "encoding", "secret");

    // spotless:off
    /// docs/api-keys.md describes each.
    private static final Map<String, Map<String, String>> SHIPPED = Map.of(
            OURS, Map.of(
                    "hash", "ed25519 hmac-sha256", "encoding", "base64",
                    "key", "header X-Sallyport-Key", "signature", "header X-Sallyport-Signature",
                    "time", "header X-Sallyport-Timestamp", "nonce", "header X-Sallyport-Nonce",
                    "signed", "{method}\\n{host}\\n{path}\\n{query}\\n{body-sha256}\\n{time}\\n{nonce}\\n{key}"),
            "query-hmac-hex", Map.of(
                    "hash", "hmac-sha256", "encoding", "hex",
                    "key", "header X-Api-Key", "signature", "query signature",
                    "time", "query timestamp", "window", "query recvWindow",
                    "signed", "{query}{body}"),
            "header-hmac-hex", Map.of(
                    "hash", "hmac-sha256", "encoding", "hex",
                    "key", "header X-Api-Key", "signature", "header X-Api-Sign",
                    "time", "header X-Api-Timestamp", "window", "header X-Api-Recv-Window",
                    "signed", "{time}{key}{window}{payload}"),
            "concat-hmac-base64", Map.of(
                    "hash", "hmac-sha256", "encoding", "base64", "unit", "s",
                    "key", "header Access-Key", "signature", "header Access-Sign",
                    "time", "header Access-Timestamp",
                    "signed", "{time}{method}{path-query}{body}"),
            "form-hmac512-base64", Map.of(
                    "hash", "hmac-sha512", "encoding", "base64", "secret", "base64",
                    "key", "header Api-Key", "signature", "header Api-Sign",
                    "time", "body nonce",
                    "signed", "{path}{sha256:{time}{body}}"),
            "query-ed25519-base64", Map.of(
                    "hash", "ed25519", "encoding", "base64",
                    "key", "header X-Api-Key", "signature", "query signature",
                    "time", "query timestamp", "window", "query recvWindow",
                    "signed", "{query}{body}"));
    // spotless:on

    private final Map<String, SignatureScheme> all = new LinkedHashMap<>();
    private final List<SignatureScheme> offered;
    private final boolean hmac;

    SignatureSchemes(Config config) {
        SHIPPED.forEach((name, fields) -> all.put(name, read(name, fields)));
        own(config.apiKeys().ownSchemes()).forEach((name, fields) -> all.put(name, read(name, fields)));
        offered = config.apiKeys().schemes().stream()
                .map(name -> find(name)
                        .orElseThrow(() -> new IllegalArgumentException("`api-keys.schemes` names \"" + name
                                + "\", which is none of " + String.join(", ", new TreeMap<>(all).keySet()))))
                .toList();
        hmac = config.apiKeys().hmac();
    }

    /// `NAME.FIELD` → value, by name.
    private static Map<String, Map<String, String>> own(Map<String, String> settings) {
        var own = new TreeMap<String, Map<String, String>>();
        settings.forEach((path, value) -> {
            int dot = path.indexOf('.');
            String field = path.substring(dot + 1);
            if (dot < 1 || !FIELDS.contains(field) || !path.substring(0, dot).matches("[a-z0-9-]{1,40}")) {
                throw new IllegalArgumentException("`api-keys.scheme." + path + "` is no setting of a scheme");
            }
            own.computeIfAbsent(path.substring(0, dot), name -> new TreeMap<>()).put(field, value);
        });
        return own;
    }

    static SignatureScheme read(String name, Map<String, String> fields) {
        try {
            var scheme = new SignatureScheme(
                    name,
                    algorithms(needed(fields, "hash")),
                    Place.read(needed(fields, "key")),
                    Place.read(needed(fields, "signature")),
                    Place.read(needed(fields, "time")),
                    unit(fields.getOrDefault("unit", "ms")),
                    place(fields, "window"),
                    place(fields, "nonce"),
                    Template.read(needed(fields, "signed")),
                    Encoding.of(needed(fields, "encoding")),
                    fields.getOrDefault("secret", "text").equals("base64"));
            mustHold(scheme);
            return scheme;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The signature scheme \"" + name + "\" cannot be: " + e.getMessage() + ".", e);
        }
    }

    private static String needed(Map<String, String> fields, String field) {
        return Optional.ofNullable(fields.get(field))
                .orElseThrow(() -> new IllegalArgumentException("it lacks `" + field + "`"));
    }

    private static Set<Algorithm> algorithms(String words) {
        return Arrays.stream(words.split("[ ,]+"))
                .map(word -> Algorithm.of(word)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "\"" + word + "\" is none of ed25519, hmac-sha256, hmac-sha512")))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Algorithm.class)));
    }

    private static TimeUnit unit(String word) {
        return switch (word) {
            case "s" -> TimeUnit.SECONDS;
            case "ms" -> TimeUnit.MILLISECONDS;
            case "us" -> TimeUnit.MICROSECONDS;
            case "ns" -> TimeUnit.NANOSECONDS;
            default -> throw new IllegalArgumentException("`unit` is one of s, ms, us, ns");
        };
    }

    private static @Nullable Place place(Map<String, String> fields, String field) {
        String text = fields.get(field);
        return text == null ? null : Place.read(text);
    }

    /// What would make a scheme worthless: whatever decides must be signed.
    private static void mustHold(SignatureScheme scheme) {
        Template signed = scheme.signed();
        boolean query = signed.holdsQuery();
        boolean body = signed.holds(Template.Name.BODY)
                || signed.holds(Template.Name.BODY_SHA256)
                || signed.holds(Template.Name.PAYLOAD);
        if (!isSigned(scheme.time(), Template.Name.TIME, signed, query, body)) {
            throw new IllegalArgumentException("`signed` leaves the time out, so that a request could come for ever");
        }
        if (!body) {
            throw new IllegalArgumentException("`signed` leaves the body out, so that it could be changed");
        }
        Place nonce = scheme.nonce();
        if (nonce != null && !isSigned(nonce, Template.Name.NONCE, signed, query, body)) {
            throw new IllegalArgumentException("`signed` leaves the nonce out, so that a request could come again");
        }
        Place window = scheme.window();
        if (window != null && !isSigned(window, Template.Name.WINDOW, signed, query, body)) {
            throw new IllegalArgumentException("`signed` leaves the window out, so that it could be made longer");
        }
        if (scheme.signature().kind() == Place.Kind.BODY) {
            throw new IllegalArgumentException("a signature in the body would have to sign itself");
        }
    }

    /// By its own name, or as part of what is signed as a whole.
    private static boolean isSigned(Place at, Template.Name name, Template signed, boolean query, boolean body) {
        return signed.holds(name) || (query && at.kind() == Place.Kind.QUERY) || (body && at.kind() == Place.Kind.BODY);
    }

    public Optional<SignatureScheme> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /// What a new key can be made for.
    public List<SignatureScheme> offered() {
        return offered;
    }

    /// What a new key of this kind may sign with under a scheme, in the order in which it is offered.
    List<Algorithm> algorithms(SignatureScheme scheme, KeyKind kind) {
        return scheme.algorithms().stream()
                .filter(one -> !one.isShared() || (hmac && kind.mayBeShared()))
                .toList();
    }

    /// Every place where a request may name its key.
    List<Place> keyPlaces() {
        var places = new ArrayList<Place>();
        all.values().stream().map(SignatureScheme::key).distinct().forEach(places::add);
        return places;
    }
}
