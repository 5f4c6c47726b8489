package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import dev.sallyport.client.Verdict.Reason;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Believes a DPoP proof or does not: the twelve checks of RFC 9449 section 4.3.
final class ProofReader {
    /// FAPI 2.0 section 5.3.2.1: a clock may be so far ahead.
    static final Duration AHEAD = Duration.ofSeconds(10);

    static final Duration BEHIND = Duration.ofSeconds(60);

    private static final int LONGEST = 8_000;
    private static final int LONGEST_ID = 256;

    private final Once used;
    private final Clock clock;

    ProofReader(Once used, Clock clock) {
        this.used = used;
        this.clock = clock;
    }

    /// @param thumbprint the key that the token is bound to
    /// @throws Refusal when it proves nothing for this request, or did so before
    void check(Presented request, String token, String thumbprint) throws Refusal {
        boolean one = request.dpop().size() == 1 && request.dpop().get(0).length() <= LONGEST;
        must(one, "not exactly one proof");
        try {
            Jws proof = Jws.parse(request.dpop().get(0));
            keyMustBeRight(proof, thumbprint);
            must(request.method().equals(proof.claim("htm")), "htm");
            must(isFor(request.uri(), proof.claim("htu")), "htu");
            must(Encoding.encode(Encoding.hash(token)).equals(proof.claim("ath")), "ath");
            String nonce = request.nonce();
            Refusal.unless(nonce == null || nonce.equals(proof.claim("nonce")), Reason.NONCE, "nonce");
            once(proof, thumbprint);
        } catch (Malformed | IllegalArgumentException e) {
            throw new Refusal(Verdict.Bad.of(Reason.BAD_PROOF, "not a proof: " + e.getMessage()));
        }
    }

    @SuppressWarnings("unchecked")
    private static void keyMustBeRight(Jws proof, String thumbprint) throws Refusal, Malformed {
        must("dpop+jwt".equals(proof.header("typ")), "typ");
        must(!proof.header().containsKey("crit"), "crit");
        Algorithm algorithm = Algorithm.of(proof.header("alg"));
        if (algorithm == null || !(proof.header().get("jwk") instanceof Map<?, ?> members)) {
            throw new Refusal(Verdict.Bad.of(Reason.BAD_PROOF, "no algorithm that counts, or no key"));
        }
        Jwk key = Jwk.of((Map<String, Object>) members);
        must(key.algorithm() == algorithm, "a key of another kind");
        must(key.thumbprint().equals(thumbprint), "not the token's key");
        must(proof.isSignedBy(key.key(), algorithm), "signature");
    }

    private static boolean isFor(URI asked, @Nullable String htu) {
        return htu != null && Address.of(asked).equals(Address.of(URI.create(htu)));
    }

    /// Last of all: what fails for another reason is not used up, and fills no memory.
    private void once(Jws proof, String thumbprint) throws Refusal, Malformed {
        String id = proof.claim("jti");
        must(id != null && !id.isEmpty() && id.length() <= LONGEST_ID, "jti");
        Instant at = Claims.time(proof.claims(), "iat");
        if (at == null) {
            throw new Refusal(Verdict.Bad.of(Reason.BAD_PROOF, "no iat"));
        }
        Instant now = clock.instant();
        must(!at.isAfter(now.plus(AHEAD)) && !at.isBefore(now.minus(BEHIND)), "iat is not now");
        String name = Encoding.encode(Encoding.hash("dpop|" + thumbprint + "|" + id));
        boolean first = used.isFirst(name, at.plus(BEHIND).plus(AHEAD));
        Refusal.unless(first, Reason.USED_PROOF, "used before");
    }

    private static void must(boolean right, String otherwise) throws Refusal {
        Refusal.unless(right, Reason.BAD_PROOF, otherwise);
    }
}
