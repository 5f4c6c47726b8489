package dev.sallyport.oauth;

import dev.sallyport.base.text.Plain;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an authorization request must hold; the same for one that the browser brings and one that was pushed.
final class AskRules {
    private static final Set<String> PROMPTS = Set.of("none", "login", "consent", "select_account");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int MOST = 4_000;

    private AskRules() {}

    /// The request cannot be granted as it is; the error is named as RFC 6749 section 4.1.2.1 and its kin do.
    static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String error;

        Mistake(String error, String detail) {
            super(detail, null, false, false);
            this.error = error;
        }

        String error() {
            return error;
        }
    }

    /// Whether the answer may go where the request says: without that nobody is sent anywhere (O-1, A42).
    static boolean isAddressRight(Client client, Ask ask) {
        List<String> uris = ask.parameters().getOrDefault("redirect_uri", List.of());
        return uris.size() == 1 && RedirectUris.allows(client.redirects(), uris.getFirst());
    }

    /// @param pushed whether the client itself brought it
    /// @throws Mistake to be told to the client
    static void check(Client client, Ask ask, boolean pushed) {
        ask.parameters().forEach((name, values) -> {
            must(name.equals("resource") || values.size() == 1, "invalid_request", name + " came twice");
            must(values.stream().allMatch(v -> v.length() <= MOST), "invalid_request", name + " is too long");
        });
        must(client.grants().contains("authorization_code"), "unauthorized_client", "no grant of codes");
        must(ask.one("request") == null, "request_not_supported", "request objects are not taken");
        must("code".equals(ask.one("response_type")), "unsupported_response_type", "only code (O-3)");
        String mode = ask.one("response_mode");
        must(mode == null || mode.equals("query"), "invalid_request", "only the response mode query");
        must(!client.strict() || pushed, "invalid_request", "this client pushes its requests (F-1)");
        String challenge = ask.one("code_challenge");
        must(
                challenge != null && challenge.matches("[A-Za-z0-9_-]{43}"),
                "invalid_request",
                "code_challenge is missing or no SHA-256 (O-2)");
        must("S256".equals(ask.one("code_challenge_method")), "invalid_request", "code_challenge_method must be S256");
        String jkt = ask.one("dpop_jkt");
        must(jkt == null || jkt.matches("[A-Za-z0-9_-]{43}"), "invalid_request", "dpop_jkt is no thumbprint");
        must(!ask.scopes().isEmpty() || ask.one("authorization_details") != null, "invalid_scope", "nothing asked for");
        must(client.scopes().containsAll(ask.scopes()), "invalid_scope", "a scope that the client may not ask for");
        must(
                client.ownAudiences().containsAll(ask.resources()),
                "invalid_target",
                "a resource that is not the client's");
        prompt(ask);
        String hint = ask.one("login_hint");
        must(hint == null || Plain.isHarmless(hint), "invalid_request", "login_hint has unseen characters");
        String age = ask.one("max_age");
        must(age == null || age.matches("\\d{1,9}"), "invalid_request", "max_age is no number of seconds");
        details(client, ask.one("authorization_details"));
    }

    private static void prompt(Ask ask) {
        Set<String> prompt = ask.prompt();
        must(PROMPTS.containsAll(prompt), "invalid_request", "prompt is unknown");
        must(!prompt.contains("none") || prompt.size() == 1, "invalid_request", "prompt none goes with nothing else");
    }

    /// RFC 9396 section 5: an array of objects, each of a type that the client may ask for.
    private static void details(Client client, @org.jspecify.annotations.Nullable String details) {
        if (details == null) {
            return;
        }
        try {
            JsonNode read = JSON.readTree(details);
            must(
                    read.isArray() && !read.isEmpty() && read.size() <= 10,
                    "invalid_authorization_details",
                    "not an array of one to ten");
            must(isHarmless(read), "invalid_authorization_details", "characters that no reader sees");
            for (JsonNode one : read) {
                must(
                        one.isObject()
                                && one.path("type").isString()
                                && client.detailTypes().contains(one.get("type").asString()),
                        "invalid_authorization_details",
                        "a type that the client may not ask for");
            }
        } catch (JacksonException e) {
            throw new Mistake("invalid_authorization_details", "not JSON");
        }
    }

    /// What a holder agrees to must stand before him as it is: nothing unseen, nothing that turns the line around.
    private static boolean isHarmless(JsonNode node) {
        return (!node.isString() || Plain.isHarmless(node.asString()))
                && node.properties().stream()
                        .allMatch(field -> Plain.isHarmless(field.getKey()) && isHarmless(field.getValue()))
                && (!node.isArray() || node.valueStream().allMatch(AskRules::isHarmless));
    }

    private static void must(boolean right, String error, String otherwise) {
        if (!right) {
            throw new Mistake(error, otherwise);
        }
    }
}
