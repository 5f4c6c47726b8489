package dev.sallyport.signals;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.sallyport.base.config.Config;
import dev.sallyport.oauth.SigningKeys;
import java.time.Clock;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/// Writes an event as a security event token (RFC 8417) in the words of CAEP and RISC: one event in
/// each, the subject at the top as `sub_id`, typed `secevent+jwt`, without `exp`. The token's id is
/// the event's, whoever gets it and however often.
@Component
class Sets {
    private static final JOSEObjectType TYPE = new JOSEObjectType("secevent+jwt");

    private final SigningKeys keys;
    private final Config config;
    private final Clock clock;

    Sets(SigningKeys keys, Config config, Clock clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    String write(Receiver receiver, Event event) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(config.origin().toString())
                .audience(receiver.audience())
                .issueTime(Date.from(clock.instant()))
                .jwtID(event.id().toString())
                .claim("sub_id", subject(event))
                .claim("events", Map.of(Objects.requireNonNull(event.kind().schema()), claims(event)))
                .build();
        return keys.sign(TYPE, claims);
    }

    private Map<String, Object> subject(Event event) {
        if (!event.kind().ofAccounts()) {
            return Map.of("format", "opaque", "id", event.account().toString());
        }
        Map<String, Object> user = Map.of(
                "format",
                "iss_sub",
                "iss",
                config.origin().toString(),
                "sub",
                event.account().toString());
        String session = event.data().get("session");
        boolean ofSession = switch (event.kind()) {
            case SESSION_STARTED, SESSION_PROVEN, SESSION_HELD, SESSION_ENDED -> session != null;
            case TOKENS_REVOKED,
                    API_KEY_CREATED,
                    API_KEY_CHANGED,
                    API_KEY_REVOKED,
                    SIGN_IN_SUCCEEDED,
                    CREDENTIAL_CHANGED,
                    CREDENTIAL_SUSPECTED,
                    DEVICE_CHANGED,
                    IDENTIFIER_CHANGED,
                    RECOVERY_CHANGED,
                    RECOVERY_USED,
                    ACCOUNT_OPENED,
                    ACCOUNT_DISABLED,
                    ACCOUNT_ENABLED,
                    ACCOUNT_PURGED,
                    WITHDRAWAL_CHANGED,
                    STREAM_VERIFIED -> false;
        };
        return ofSession
                ? Map.of(
                        "format",
                        "complex",
                        "user",
                        user,
                        "session",
                        Map.of("format", "opaque", "id", Objects.requireNonNull(session)))
                : user;
    }

    private static Map<String, Object> claims(Event event) {
        var claims = new TreeMap<String, Object>(special(event));
        if (event.kind().ofAccounts()) {
            claims.put("event_timestamp", event.at().getEpochSecond());
            claims.put("reason_admin", Map.of("en", reason(event)));
        }
        return claims;
    }

    /// What each kind of event has besides.
    private static Map<String, Object> special(Event event) {
        Map<String, String> data = event.data();
        return switch (event.kind()) {
            case SESSION_STARTED ->
                Map.of(
                        "amr",
                        List.of(data.getOrDefault("proofs", "").split(" ")),
                        "acr",
                        data.getOrDefault("level", ""));
            case SESSION_PROVEN ->
                Map.of("namespace", "NIST-AAL", "current_level", "nist-" + data.getOrDefault("level", ""));
            case SESSION_HELD -> risk("SESSION", data.getOrDefault("reason", "moved"));
            case CREDENTIAL_SUSPECTED -> risk("USER", "credential-copied");
            case CREDENTIAL_CHANGED ->
                Map.of(
                        "credential_type",
                        data.getOrDefault("credential", ""),
                        "change_type",
                        data.getOrDefault("change", ""));
            case TOKENS_REVOKED -> new HashMap<>(data);
            case STREAM_VERIFIED ->
                data.containsKey("state") ? Map.of("state", data.getOrDefault("state", "")) : Map.of();
            case SESSION_ENDED,
                    API_KEY_CREATED,
                    API_KEY_CHANGED,
                    API_KEY_REVOKED,
                    SIGN_IN_SUCCEEDED,
                    DEVICE_CHANGED,
                    IDENTIFIER_CHANGED,
                    RECOVERY_CHANGED,
                    RECOVERY_USED,
                    ACCOUNT_OPENED,
                    ACCOUNT_DISABLED,
                    ACCOUNT_ENABLED,
                    ACCOUNT_PURGED,
                    WITHDRAWAL_CHANGED -> Map.of();
        };
    }

    private static Map<String, Object> risk(String principal, String reason) {
        return Map.of("principal", principal, "current_level", "HIGH", "risk_reason", reason);
    }

    /// For the administrator who reads the token: our own name of it, and why.
    private static String reason(Event event) {
        String why = event.data().getOrDefault("reason", event.data().getOrDefault("change", ""));
        return why.isEmpty() ? event.kind().type() : event.kind().type() + ": " + why;
    }
}
