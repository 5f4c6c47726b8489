package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import dev.sallyport.client.Verdict.Bad;
import dev.sallyport.client.Verdict.Reason;
import java.util.Set;

/// Believes a token or does not: everything about it that does not change (RFC 9068 section 4, RFC
/// 8725).
final class TokenReader {
    /// Whoever points to a key of his own is no friend (A47).
    static final Set<String> POINTERS = Set.of("jku", "jwk", "x5u", "x5c", "crit", "b64", "zip");

    static final int LONGEST_KEY_ID = 128;

    private final String issuer;
    private final String audience;
    private final Keys keys;

    TokenReader(Settings settings, Keys keys) {
        this.issuer = settings.issuer().toString();
        this.audience = settings.audience();
        this.keys = keys;
    }

    /// @param kid the key that it was signed with
    record Read(Claims claims, String kid) {}

    /// @throws Refusal when it is not a token of this server for us
    /// @throws Unavailable when that cannot be told
    Read read(String token) throws Refusal, Unavailable {
        try {
            Jws jws = Jws.parse(token);
            headerMustBeRight(jws);
            String kid = signatureMustBeRight(jws);
            Claims claims = Claims.of(jws.claims());
            Refusal.unless(issuer.equals(jws.claim("iss")), Reason.WRONG_ISSUER, "iss");
            Refusal.unless(claims.audience().contains(audience), Reason.WRONG_AUDIENCE, "aud " + claims.audience());
            return new Read(claims, kid);
        } catch (Malformed e) {
            throw new Refusal(Bad.of(Reason.MALFORMED, String.valueOf(e.getMessage())));
        }
    }

    private static void headerMustBeRight(Jws jws) throws Refusal {
        String type = jws.header("typ");
        boolean access = "at+jwt".equals(type) || "application/at+jwt".equals(type);
        Refusal.unless(access, Reason.WRONG_TYPE, "typ");
        Refusal.unless("ES256".equals(jws.header("alg")), Reason.WRONG_ALGORITHM, "alg");
        for (String pointer : POINTERS) {
            Refusal.unless(!jws.header().containsKey(pointer), Reason.WRONG_ALGORITHM, pointer);
        }
    }

    private String signatureMustBeRight(Jws jws) throws Refusal, Unavailable {
        String id = jws.header("kid");
        if (id == null || id.isEmpty() || id.length() > LONGEST_KEY_ID) {
            throw new Refusal(Bad.of(Reason.UNKNOWN_KEY, "no kid"));
        }
        Jwk key = keys.find(id);
        if (key == null || key.algorithm() != Algorithm.ES256) {
            throw new Refusal(Bad.of(Reason.UNKNOWN_KEY, "kid"));
        }
        Refusal.unless(jws.isSignedBy(key.key(), Algorithm.ES256), Reason.BAD_SIGNATURE, "signature");
        return id;
    }
}
