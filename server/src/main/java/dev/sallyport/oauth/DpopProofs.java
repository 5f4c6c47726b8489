package dev.sallyport.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Proofs that a request was made by whoever has a key (RFC 9449): every check of its section 4.3 (P-1), and each proof
/// once over all nodes (A48).
@Component
public final class DpopProofs {
    /// FAPI 2.0: a clock may be so far ahead, and no further (F-2).
    static final Duration AHEAD = Duration.ofSeconds(10);

    static final Duration BEHIND = Duration.ofSeconds(60);

    private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");
    private static final int MOST = 8_000;

    private final TokenStore seen;
    private final URI origin;
    private final Clock clock;

    DpopProofs(TokenStore seen, Config config, Clock clock) {
        this.seen = seen;
        this.origin = config.origin();
        this.clock = clock;
    }

    /// It proves nothing.
    public static final class Unproven extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unproven(String detail) {
            super(detail, null, false, false);
        }
    }

    /// The thumbprint of the key that the one proof was signed with.
    ///
    /// @param headers every value of the header `DPoP`
    /// @param path the path of ours that was asked for
    /// @param token the access token that came along, null at an endpoint that takes none
    /// @throws Unproven when there is not exactly one, or it is not good for this request, or was used
    public String check(List<String> headers, String method, String path, @Nullable String token) {
        return check(headers, method, origin.resolve(path), token);
    }

    /// The same for a request to somebody behind us.
    ///
    /// @param address where it was sent to; its query counts for nothing
    public String check(List<String> headers, String method, URI address, @Nullable String token) {
        Proof proof = read(headers, method, address, token);
        use(proof);
        return proof.jkt();
    }

    /// A proof that is right in all but that it may have been used.
    ///
    /// @param jkt the thumbprint of its key
    /// @param name what it is kept by once it was used
    record Proof(String jkt, byte[] name, Instant until) {}

    /// The same without using it up; nothing is written down.
    Proof read(List<String> headers, String method, String path) {
        return read(headers, method, origin.resolve(path), null);
    }

    /// Uses it up. Of many that bring it one is let through.
    void use(Proof proof) {
        must(seen.isFirst(proof.name(), proof.until()), "used before");
    }

    private Proof read(List<String> headers, String method, URI address, @Nullable String token) {
        must(headers.size() == 1 && headers.getFirst().length() <= MOST, "not exactly one proof");
        try {
            SignedJWT proof = SignedJWT.parse(headers.getFirst());
            must(TYPE.equals(proof.getHeader().getType()), "typ");
            JWK key = proof.getHeader().getJWK();
            must(key != null, "no key");
            must(!key.isPrivate(), "the private key itself");
            must(Signatures.isSignedBy(proof, key), "signature");
            JWTClaimsSet claims = proof.getJWTClaimsSet();
            must(method.equals(claims.getStringClaim("htm")), "htm");
            String htu = claims.getStringClaim("htu");
            must(htu != null && Place.of(URI.create(htu)).equals(Place.of(address)), "htu");
            if (token != null) {
                must(Tokens.encode(Tokens.hash(token)).equals(claims.getStringClaim("ath")), "ath");
            }
            return named(claims, key.computeThumbprint().toString());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw new Unproven("not a proof");
        }
    }

    private Proof named(JWTClaimsSet claims, String jkt) {
        String jti = claims.getJWTID();
        must(jti != null && !jti.isEmpty() && jti.length() <= 256, "jti");
        Date issued = claims.getIssueTime();
        must(issued != null, "iat");
        Instant now = clock.instant();
        Instant at = issued.toInstant();
        must(!at.isAfter(now.plus(AHEAD)) && !at.isBefore(now.minus(BEHIND)), "iat is not now");
        byte[] name = Tokens.sha256(("dpop|" + jkt + "|" + jti).getBytes(StandardCharsets.UTF_8));
        return new Proof(jkt, name, at.plus(BEHIND).plus(AHEAD));
    }

    @org.jspecify.annotations.NullUnmarked
    private static void must(boolean right, String otherwise) {
        if (!right) {
            throw new Unproven(otherwise);
        }
    }
}
