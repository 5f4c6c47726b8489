package dev.sallyport.oauth;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a program asks a holder for, as it came: the parameters of an authorization request, each once but `resource`.
/// It is checked by [AskRules] before anything is done with it.
///
/// @param device the hash of the device code, in hex, when a device asks
record Ask(
        String client,
        Map<String, List<String>> parameters,
        @Nullable String device) {
    /// These come through to us; what else was sent is not kept.
    private static final Set<String> KNOWN = Set.of(
            "response_type",
            "response_mode",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "prompt",
            "max_age",
            "login_hint",
            "acr_values",
            "resource",
            "authorization_details",
            "dpop_jkt",
            "request",
            "request_uri");

    static Ask of(String client, Map<String, List<String>> sent) {
        var kept = new LinkedHashMap<String, List<String>>();
        sent.forEach((name, values) -> {
            if (KNOWN.contains(name)) {
                kept.put(name, List.copyOf(values));
            }
        });
        return new Ask(client, kept, null);
    }

    /// What a device asks for: scopes, and nothing else.
    static Ask ofDevice(String client, Set<String> scopes, String device) {
        return new Ask(client, Map.of("scope", List.of(String.join(" ", scopes))), device);
    }

    @Nullable
    String one(String name) {
        List<String> values = parameters.get(name);
        return values == null || values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
    }

    private List<String> words(String name) {
        String value = one(name);
        return value == null
                ? List.of()
                : Arrays.stream(value.split(" "))
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    Set<String> scopes() {
        return new LinkedHashSet<>(words("scope"));
    }

    Set<String> prompt() {
        return Set.copyOf(words("prompt"));
    }

    List<String> acrValues() {
        return words("acr_values");
    }

    List<String> resources() {
        return parameters.getOrDefault("resource", List.of());
    }

    String redirectUri() {
        String uri = one("redirect_uri");
        return uri == null ? "" : uri;
    }

    @Nullable
    Duration maxAge() {
        String text = one("max_age");
        return text == null ? null : Duration.ofSeconds(Long.parseLong(text));
    }

    /// The same with the key that its tokens will be bound to (F-3).
    Ask boundTo(String jkt) {
        var more = new LinkedHashMap<>(parameters);
        more.put("dpop_jkt", List.of(jkt));
        return new Ask(client, more, device);
    }
}
