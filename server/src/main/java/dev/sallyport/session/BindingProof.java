package dev.sallyport.session;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.sallyport.base.crypto.Jws;
import dev.sallyport.base.crypto.Scheme;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a browser signs to show that it has a session's key: a JWT of its own type (DBSC, "DBSC Proof JWT
/// Syntax").
///
/// The draft has moved the key from the payload (`key`) to the header (`jwk`), and browsers that are out
/// there leave out `aud`, `iat` and `sub`. Both places are read; `aud` and `sub` are checked when they are
/// there. Fresh is what answers a fresh challenge; the browser's clock is not asked.
final class BindingProof {
    private static final JOSEObjectType TYPE = new JOSEObjectType("dbsc+jwt");
    private static final Set<Scheme> SCHEMES = Set.of(Scheme.ES256, Scheme.RS256);
    /// Never `none`, and never a secret-key algorithm, by which a public key would become a password.
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);

    private static final int MOST = 8_000;

    private final JWSObject signed;
    private final Map<String, Object> claims;

    private BindingProof(JWSObject signed, Map<String, Object> claims) {
        this.signed = signed;
        this.claims = claims;
    }

    /// Reads the header `Secure-Session-Response`, a structured string (RFC 9651). Empty for anything that is
    /// no proof.
    static Optional<BindingProof> read(@Nullable String header) {
        if (header == null || header.length() > MOST) {
            return Optional.empty();
        }
        try {
            JWSObject signed = JWSObject.parse(unquoted(header));
            Map<String, Object> claims = signed.getPayload().toJSONObject();
            boolean proof = claims != null
                    && TYPE.equals(signed.getHeader().getType())
                    && ALGORITHMS.contains(signed.getHeader().getAlgorithm());
            return proof ? Optional.of(new BindingProof(signed, claims)) : Optional.empty();
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String unquoted(String header) {
        String item = header.split(";", 2)[0].strip();
        return item.length() > 1 && item.startsWith("\"") && item.endsWith("\"")
                ? item.substring(1, item.length() - 1)
                : item;
    }

    /// The public key that the proof brings along, without anything that is not the key.
    Optional<String> key() {
        try {
            JWK key = signed.getHeader().getJWK();
            if (key == null) {
                Map<String, Object> claim =
                        JSONObjectUtils.getJSONObject(claims, claims.containsKey("jwk") ? "jwk" : "key");
                key = claim == null ? null : JWK.parse(claim);
            }
            return Optional.ofNullable(key).map(k -> JSONObjectUtils.toJSONString(k.getRequiredParams()));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /// Whether this key has signed it, with the algorithm that goes with such a key.
    boolean isSignedBy(String key) {
        try {
            return Jws.isSignedBy(signed, JWK.parse(key), SCHEMES);
        } catch (ParseException e) {
            return false;
        }
    }

    String challenge() {
        return claims.get("jti") instanceof String jti ? jti : "";
    }

    /// Whether it says nothing else than that it was made for this address, and for this session.
    boolean isFor(String address, @Nullable String session) {
        Object audience = claims.get("aud");
        Object subject = claims.get("sub");
        boolean here = audience == null || audience.equals(address) || audience.equals(List.of(address));
        return here && (subject == null || subject.equals(session));
    }
}
