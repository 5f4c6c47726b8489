package dev.sallyport.passkey;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Who we are to authenticators: the RP ID, the origins that may ask, the keys that we take, and the options in the
/// JSON that browsers parse (WebAuthn section 5.1).
///
/// The RP ID is the whole host of our own address and never a domain above it: a page on a sibling host, ours or
/// taken over by somebody, can ask for nothing (W-13; WebAuthn section 13.4.9).
@Component
final class RelyingParty {
    /// How long an answer is waited for; the browser is told the same.
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /// COSE numbers in the order in which we like them: ES256, Ed25519, RS256 (the last for Windows Hello).
    static final List<Long> ALGORITHMS = List.of(-7L, -8L, -257L);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String id;
    private final String name;
    private final List<String> origins;

    RelyingParty(Config config) {
        this.id = config.origin().getHost();
        this.name = config.brand();
        this.origins = Stream.concat(Stream.of(config.origin().toString()), config.passkeys().relatedOrigins().stream())
                .distinct()
                .toList();
    }

    String id() {
        return id;
    }

    /// Ours first, then those that the operator named as related (section 5.11).
    List<String> origins() {
        return origins;
    }

    /// W-2 and W-3. Compared as text, whole: browsers write an origin in one way only.
    Optional<Refusal> against(Answer.ClientData client, String type) {
        if (!client.type().equals(type)) {
            return Optional.of(Refusal.TYPE);
        }
        if (!origins.contains(client.origin())) {
            return Optional.of(Refusal.ORIGIN);
        }
        // None of our pages may be framed, so no answer of ours comes from within another site.
        return client.crossOrigin() || client.topOrigin() != null
                ? Optional.of(Refusal.CROSS_ORIGIN)
                : Optional.empty();
    }

    /// A passkey that the browser is told of.
    record Listed(byte[] credentialId, List<String> transports) {}

    /// @param shown what the authenticator's own lists call the account
    /// @param had those that the account has: no authenticator makes a second one beside its own
    String creation(byte[] challenge, byte[] userHandle, String shown, List<Listed> had) {
        ObjectNode options = JSON.createObjectNode();
        options.putObject("rp").put("id", id).put("name", name);
        options.putObject("user")
                .put("id", Tokens.encode(userHandle))
                .put("name", shown)
                .put("displayName", shown);
        options.put("challenge", Tokens.encode(challenge));
        ArrayNode keys = options.putArray("pubKeyCredParams");
        ALGORITHMS.forEach(
                algorithm -> keys.addObject().put("type", "public-key").put("alg", algorithm));
        options.put("timeout", PATIENCE.toMillis());
        list(options.putArray("excludeCredentials"), had);
        options.putObject("authenticatorSelection")
                .put("residentKey", "preferred")
                .put("requireResidentKey", false)
                .put("userVerification", "required");
        options.putArray("hints").add("client-device").add("hybrid").add("security-key");
        options.put("attestation", "none");
        return JSON.writeValueAsString(options);
    }

    /// @param allowed empty for a passkey that the authenticator finds itself
    String request(byte[] challenge, List<Listed> allowed) {
        ObjectNode options = JSON.createObjectNode();
        options.put("challenge", Tokens.encode(challenge));
        options.put("timeout", PATIENCE.toMillis());
        options.put("rpId", id);
        list(options.putArray("allowCredentials"), allowed);
        options.put("userVerification", "required");
        return JSON.writeValueAsString(options);
    }

    private static void list(ArrayNode into, List<Listed> passkeys) {
        for (Listed one : passkeys) {
            ObjectNode node = into.addObject().put("type", "public-key").put("id", Tokens.encode(one.credentialId()));
            if (!one.transports().isEmpty()) {
                ArrayNode transports = node.putArray("transports");
                one.transports().forEach(transports::add);
            }
        }
    }
}
