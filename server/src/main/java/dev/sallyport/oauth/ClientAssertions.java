package dev.sallyport.oauth;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/// `private_key_jwt` (RFC 7523): a client proves itself by its registered key, for this issuer, for some minutes, once.
@Component
class ClientAssertions implements JwtDecoderFactory<RegisteredClient> {
    private static final Duration MOST_LIFE = Duration.ofMinutes(10);

    private final Clients clients;
    private final TokenStore seen;
    private final String issuer;
    private final Clock clock;

    ClientAssertions(Clients clients, TokenStore seen, Config config, Clock clock) {
        this.clients = clients;
        this.seen = seen;
        this.issuer = config.origin().toString();
        this.clock = clock;
    }

    @Override
    public JwtDecoder createDecoder(RegisteredClient registered) {
        return assertion -> {
            Client client =
                    clients.find(registered.getClientId()).orElseThrow(() -> new BadJwtException("no such client"));
            try {
                return read(client, assertion);
            } catch (ParseException e) {
                throw new BadJwtException("not an assertion", e);
            }
        };
    }

    /// What is remembered outlives what it is remembered for, however far our nodes' clocks are apart.
    private static final Duration APART = Duration.ofMinutes(1);

    private Jwt read(Client client, String assertion) throws ParseException {
        SignedJWT signed = SignedJWT.parse(assertion);
        boolean known = JWKSet.parse(Objects.requireNonNullElse(client.jwks(), "{\"keys\":[]}")).getKeys().stream()
                .filter(key -> signed.getHeader().getKeyID() == null
                        || signed.getHeader().getKeyID().equals(key.getKeyID()))
                .anyMatch(key -> Signatures.isSignedBy(signed, key));
        must(known, "no key of the client has signed it");
        JWTClaimsSet claims = signed.getJWTClaimsSet();
        must(client.id().equals(claims.getIssuer()) && client.id().equals(claims.getSubject()), "iss and sub");
        must(isForUs(client, signed, claims), "aud");
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        must(expires != null && expires.toInstant().isAfter(now), "exp");
        must(expires != null && expires.toInstant().isBefore(now.plus(MOST_LIFE)), "exp is too far away");
        must(!isAhead(claims.getIssueTime(), now) && !isAhead(claims.getNotBeforeTime(), now), "from the future");
        String jti = claims.getJWTID();
        must(jti != null && !jti.isEmpty() && jti.length() <= 256, "jti");
        byte[] name = Tokens.sha256(("assertion|" + client.id() + "|" + jti).getBytes(StandardCharsets.UTF_8));
        must(seen.isFirst(name, now.plus(MOST_LIFE).plus(APART)), "used before");
        return Jwt.withTokenValue(assertion)
                .header("alg", signed.getHeader().getAlgorithm().getName())
                .subject(client.id())
                .build();
    }

    /// FAPI 2.0 takes the issuer as one string and nothing else: a token endpoint's address can be another server's
    /// (F-1).
    private boolean isForUs(Client client, SignedJWT signed, JWTClaimsSet claims) {
        if (client.strict()) {
            return issuer.equals(signed.getPayload().toJSONObject().get("aud"));
        }
        List<String> audience = claims.getAudience();
        return audience.contains(issuer) || audience.contains(issuer + Endpoints.TOKEN);
    }

    private static boolean isAhead(@Nullable Date at, Instant now) {
        return at != null && at.toInstant().isAfter(now.plus(DpopProofs.AHEAD));
    }

    private static void must(boolean right, String otherwise) {
        if (!right) {
            throw new BadJwtException(otherwise);
        }
    }
}
