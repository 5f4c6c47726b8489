package dev.sallyport.oauth;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Jws;
import dev.sallyport.base.crypto.Scheme;
import dev.sallyport.base.who.AccountId;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads tokens that we signed ourselves: by our own keys alone, whatever a header says (A47), and only while what they
/// hang on is alive.
@Component
public final class AccessTokens {
    static final AccountId NOBODY = new AccountId(new UUID(0, 0));

    private static final Set<Scheme> OURS = Set.of(Scheme.ES256);
    private static final JOSEObjectType ACCESS = new JOSEObjectType("at+jwt");

    private final SigningKeys keys;
    private final Grants grants;
    private final TokenStore tokens;
    private final Clients clients;
    private final SeenTokens seen;
    private final String issuer;
    private final Clock clock;

    AccessTokens(
            SigningKeys keys,
            Grants grants,
            TokenStore tokens,
            Clients clients,
            SeenTokens seen,
            Config config,
            Clock clock) {
        this.keys = keys;
        this.grants = grants;
        this.tokens = tokens;
        this.clients = clients;
        this.seen = seen;
        this.issuer = config.origin().toString();
        this.clock = clock;
    }

    /// A token that counts now.
    ///
    /// @param account null for a client's own
    /// @param jkt the key that whoever shows it must have
    public record Access(
            JWTClaimsSet claims,
            @Nullable AccountId account,
            String client,
            @Nullable String jkt) {

        public Set<String> scopes() {
            return Set.copyOf(
                    ClientStore.split(String.valueOf(claims.getClaims().getOrDefault("scope", ""))));
        }

        /// Whether two factors were proven, or one that is worth as much.
        public boolean isByTwo() {
            return claims.getClaim("acr") instanceof String acr && !acr.equals(Acr.ONE_FACTOR.value());
        }

        /// When the holder proved himself; null for a client's own token.
        public @Nullable Instant provenAt() {
            return claims.getClaim("auth_time") instanceof Number at ? Instant.ofEpochSecond(at.longValue()) : null;
        }
    }

    public Optional<Access> find(String token) {
        return seen(token).map(SeenTokens.Seen::access);
    }

    /// The same with what it hangs on, for whoever remembers something of it.
    Optional<SeenTokens.Seen> seen(String token) {
        return seen.find(token, () -> read(token, ACCESS).filter(this::isNow).flatMap(this::alive));
    }

    private Optional<SeenTokens.Read> alive(JWTClaimsSet claims) {
        try {
            String client = claims.getStringClaim("client_id");
            String grant = claims.getStringClaim("gid");
            var account = grant == null ? NOBODY : new AccountId(UUID.fromString(claims.getSubject()));
            Optional<Grant> given = grant == null
                    ? Optional.empty()
                    : grants.alive(account, UUID.fromString(grant)).map(Grants.Found::grant);
            boolean counts = client != null
                    && clients.find(client).isPresent()
                    && !tokens.isRevoked(account, UUID.fromString(claims.getJWTID()))
                    && (grant == null || given.isPresent());
            if (client == null || !counts) {
                return Optional.empty();
            }
            var bound = claims.getJSONObjectClaim("cnf");
            String jkt = bound != null && bound.get("jkt") instanceof String text ? text : null;
            var access = new Access(claims, grant == null ? null : account, client, jkt);
            return Optional.of(new SeenTokens.Read(
                    access, given.orElse(null), claims.getExpirationTime().toInstant()));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /// An ID token of ours, however old, as a hint of who is meant.
    Optional<JWTClaimsSet> hint(String token) {
        return read(token, JOSEObjectType.JWT);
    }

    private Optional<JWTClaimsSet> read(String token, JOSEObjectType type) {
        try {
            SignedJWT signed = SignedJWT.parse(token);
            var header = signed.getHeader();
            String kid = header.getKeyID();
            if (!type.equals(header.getType()) || kid == null) {
                return Optional.empty();
            }
            var key = keys.byId(kid);
            boolean ours = key.isPresent()
                    && Jws.isSignedBy(signed, key.get(), OURS)
                    && issuer.equals(signed.getJWTClaimsSet().getIssuer());
            return ours ? Optional.of(claims(signed)) : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static JWTClaimsSet claims(SignedJWT signed) throws ParseException {
        JWTClaimsSet claims = signed.getJWTClaimsSet();
        return Details.in(signed)
                .map(details -> new JWTClaimsSet.Builder(claims)
                        .claim(Details.CLAIM, details)
                        .build())
                .orElse(claims);
    }

    private boolean isNow(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        return expires != null && expires.toInstant().isAfter(now);
    }
}
