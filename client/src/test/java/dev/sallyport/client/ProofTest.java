package dev.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.client.Verdict.Bad;
import dev.sallyport.client.Verdict.Good;
import dev.sallyport.client.Verdict.Reason;
import dev.sallyport.client.Verdict.Unknown;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// RFC 9449 section 4.3, check by check, and section 7.1.
@Proves("P-1")
@Defends("A48")
class ProofTest {
    private static final URI HERE = URI.create("https://api.examplex.com/orders?side=buy");

    private final KeyPair key = Minted.p256();
    private Played server;
    private Verifier verifier;
    private String token;

    @BeforeEach
    void start() throws InterruptedException {
        server = new Played();
        verifier = server.verifier();
        token = bound(key);
    }

    @AfterEach
    void stop() {
        verifier.close();
        server.close();
    }

    private String bound(KeyPair pair) {
        return server.sign(Minted.with(server.claims(), "cnf", Map.of("jkt", Minted.thumbprint(pair))));
    }

    private Map<String, Object> header() {
        return Map.of("typ", "dpop+jwt", "alg", "ES256", "jwk", Minted.jwk(key));
    }

    private Map<String, Object> claims() {
        return Map.of(
                "htm", "POST",
                "htu", "https://api.examplex.com/orders",
                "iat", server.time.instant().getEpochSecond(),
                "jti", UUID.randomUUID().toString(),
                "ath", Encoding.encode(Encoding.hash(token)));
    }

    private String proof(Object... otherClaims) {
        return Minted.sign(header(), Minted.with(claims(), otherClaims), key.getPrivate());
    }

    private Verdict check(String... proofs) {
        return verifier.check(new Presented("POST", HERE, List.of("DPoP " + token), List.of(proofs)), Need.NOTHING);
    }

    private void refused(String... proofs) {
        assertThat(check(proofs)).isInstanceOfSatisfying(Bad.class, bad -> {
            assertThat(bad.reason()).isEqualTo(Reason.BAD_PROOF);
            assertThat(bad.challenge()).isEqualTo("DPoP algs=\"ES256 EdDSA PS256\", error=\"invalid_dpop_proof\"");
        });
    }

    @Test
    void aGoodProofIsTakenOnce() {
        String proof = proof();
        assertThat(check(proof)).isInstanceOf(Good.class);
        assertThat(check(proof))
                .isInstanceOfSatisfying(
                        Bad.class, bad -> assertThat(bad.reason()).isEqualTo(Reason.USED_PROOF));
    }

    @Test
    void exactlyOneHeader() {
        refused();
        refused(proof(), proof());
        refused("");
        refused("x".repeat(9_000));
    }

    @Test
    void theTypeIsDpop() {
        for (Object type : List.of("JWT", "at+jwt", "DPOP+JWT", Json.NULL)) {
            refused(Minted.sign(Minted.with(header(), "typ", type), claims(), key.getPrivate()));
        }
    }

    @Test
    void theAlgorithmIsOneOfThreeAndFitsTheKey() {
        for (Object algorithm : List.of("none", "HS256", "RS256", "ES384", "PS256", "EdDSA", Json.NULL)) {
            String header = Minted.json(Minted.with(header(), "alg", algorithm));
            refused(Minted.sign(header, Minted.json(claims()), key.getPrivate(), Algorithm.ES256));
        }
        refused(Minted.sign(Minted.with(header(), "crit", List.of("exp")), claims(), key.getPrivate()));
    }

    @Test
    void theThreeKindsOfKeysAreTaken() {
        for (var kind :
                Map.of("EC", "ES256", "Ed25519", "EdDSA", "RSA", "PS256").entrySet()) {
            KeyPair pair = Minted.keys(kind.getKey());
            token = bound(pair);
            var header = Minted.with(header(), "alg", kind.getValue(), "jwk", Minted.jwk(pair));
            assertThat(check(Minted.sign(header, claims(), pair.getPrivate()))).isInstanceOf(Good.class);
        }
    }

    @Test
    void theKeyIsAPublicOne() {
        refused(Minted.sign(Minted.with(header(), "jwk", Json.NULL), claims(), key.getPrivate()));
        for (String half : List.of("d", "k", "p", "dq", "oth")) {
            var jwk = Minted.with(Minted.jwk(key), half, "AAAA");
            refused(Minted.sign(Minted.with(header(), "jwk", jwk), claims(), key.getPrivate()));
        }
        var offTheCurve = Minted.with(Minted.jwk(key), "y", Encoding.encode(new byte[32]));
        refused(Minted.sign(Minted.with(header(), "jwk", offTheCurve), claims(), key.getPrivate()));
    }

    @Test
    void theSignatureIsOfThatKey() {
        refused(Minted.sign(header(), claims(), Minted.p256().getPrivate()));
    }

    @Test
    void theMethodIsTheRequests() {
        refused(proof("htm", "GET"));
        refused(proof("htm", "post"));
        refused(proof("htm", Json.NULL));
    }

    @Test
    void theAddressIsTheRequestsHoweverItIsWritten() {
        for (String other : List.of(
                "https://api.examplex.com/orders/",
                "https://api.examplex.com/",
                "https://api.examplex.com/withdrawals",
                "http://api.examplex.com/orders",
                "https://api.examplex.com:8443/orders",
                "https://api.examplex.com.evil.example/orders",
                "https://api.examplex.com@evil.example/orders",
                "https://user@api.examplex.com/orders",
                "https://api.examplex.com/ORDERS",
                "https://api.examplex.com%2Forders",
                "/orders",
                "mailto:a@b",
                "::",
                "")) {
            refused(proof("htu", other));
        }
        refused(proof("htu", Json.NULL));
        for (String same : List.of(
                "https://api.examplex.com/orders?other=query",
                "https://api.examplex.com/orders#part",
                "HTTPS://API.EXAMPLEX.COM/orders",
                "https://api.examplex.com:443/orders",
                "https://api.examplex.com/a/../orders",
                "https://api.examplex.com/%6Frders")) {
            assertThat(check(proof("htu", same))).as(same).isInstanceOf(Good.class);
        }
        assertThat(Address.of(URI.create("https://a/b%2fc"))).isEqualTo(Address.of(URI.create("https://a/b%2Fc")));
        assertThat(Address.of(URI.create("https://a/b%2fc"))).isNotEqualTo(Address.of(URI.create("https://a/b/c")));
        assertThat(Address.of(URI.create("https://a/b/%2e%2E/c/."))).isEqualTo(Address.of(URI.create("https://a/c/")));
        assertThat(Address.of(URI.create("https://a//b"))).isNotEqualTo(Address.of(URI.create("https://a/b")));
        assertThat(Address.of(URI.create("https://a"))).isEqualTo(Address.of(URI.create("https://a/")));
    }

    @Test
    void itWasMadeForThisToken() {
        refused(proof("ath", Encoding.encode(Encoding.hash("another token"))));
        refused(proof("ath", Json.NULL));
    }

    @Test
    void itWasMadeNow() {
        long now = server.time.instant().getEpochSecond();
        refused(proof("iat", now - 62));
        refused(proof("iat", now + 12));
        refused(proof("iat", Json.NULL));
        refused(proof("iat", "now"));
        assertThat(check(proof("iat", now - 58))).isInstanceOf(Good.class);
        assertThat(check(proof("iat", now + 8))).isInstanceOf(Good.class);
    }

    @Test
    void theNonceIsOursWhereWeDemandOne() {
        assertThat(asked("n-1", proof("nonce", "n-1"))).isInstanceOf(Good.class);
        for (String proof : List.of(proof(), proof("nonce", "n-2"))) {
            assertThat(asked("n-1", proof)).isInstanceOfSatisfying(Bad.class, bad -> {
                assertThat(bad.reason()).isEqualTo(Reason.NONCE);
                assertThat(bad.challenge()).endsWith("error=\"use_dpop_nonce\"");
            });
        }
    }

    private Verdict asked(String nonce, String proof) {
        return verifier.check(
                new Presented("POST", HERE, List.of("DPoP " + token), List.of(proof), nonce), Need.NOTHING);
    }

    @Test
    void theKeyIsTheTokens() {
        var thief = Minted.p256();
        refused(Minted.sign(Minted.with(header(), "jwk", Minted.jwk(thief)), claims(), thief.getPrivate()));
    }

    @Test
    void aBoundTokenIsNoBearersAndTheOtherWayRound() {
        assertThat(verifier.check(token, Need.NOTHING))
                .isInstanceOfSatisfying(
                        Bad.class, bad -> assertThat(bad.reason()).isEqualTo(Reason.WRONG_SCHEME));
        assertThat(verifier.check(
                        new Presented("POST", HERE, List.of("Bearer " + token), List.of(proof())), Need.NOTHING))
                .isInstanceOf(Bad.class);
        token = server.sign(server.claims());
        assertThat(check(proof()))
                .isInstanceOfSatisfying(
                        Bad.class, bad -> assertThat(bad.reason()).isEqualTo(Reason.WRONG_SCHEME));
    }

    @Test
    void whoCameWithDpopIsAnsweredInDpop() {
        var request = new Presented("POST", HERE, List.of("DPoP " + token), List.of(proof()));
        assertThat(verifier.check(request, Need.scope("withdrawals.write")))
                .isInstanceOfSatisfying(
                        Bad.class,
                        bad -> assertThat(bad.challenge())
                                .isEqualTo("DPoP algs=\"ES256 EdDSA PS256\", error=\"insufficient_scope\","
                                        + " scope=\"withdrawals.write\""));
    }

    @Test
    void everyProofHasANameOfItsOwn() {
        refused(proof("jti", Json.NULL));
        refused(proof("jti", ""));
        refused(proof("jti", "x".repeat(257)));
        // Another key's proof of the same name is another proof.
        assertThat(check(proof("jti", "same"))).isInstanceOf(Good.class);
        KeyPair other = Minted.p256();
        token = bound(other);
        assertThat(check(Minted.sign(
                        Minted.with(header(), "jwk", Minted.jwk(other)),
                        Minted.with(claims(), "jti", "same"),
                        other.getPrivate())))
                .isInstanceOf(Good.class);
    }

    @Test
    void aReplayIsRefusedForAsLongAsTheProofIsYoung() {
        long now = server.time.instant().getEpochSecond();
        String proof = proof("iat", now + 9);
        assertThat(check(proof)).isInstanceOf(Good.class);
        for (int i = 0; i < 8; i++) {
            server.time.advance(Duration.ofSeconds(9));
            assertThat(check(proof)).isInstanceOf(Bad.class);
        }
    }

    @Test
    void fiftyAtOnceWithOneProofAndOneSucceeds() throws Exception {
        for (int round = 0; round < 5; round++) {
            String proof = proof();
            var start = new CountDownLatch(1);
            var tries = new ArrayList<Future<Verdict>>();
            try (var threads = Executors.newFixedThreadPool(50)) {
                for (int i = 0; i < 50; i++) {
                    tries.add(threads.submit(() -> {
                        start.await();
                        return check(proof);
                    }));
                }
                start.countDown();
            }
            int good = 0;
            for (Future<Verdict> one : tries) {
                good += one.get() instanceof Good ? 1 : 0;
            }
            assertThat(good).isEqualTo(1);
        }
    }

    @Test
    void aMemoryThatIsFullOrFailsLetsNobodyIn() {
        var memory = new Memory(2, server.time);
        memory.isFirst("a", server.time.instant().plusSeconds(60));
        memory.isFirst("b", server.time.instant().plusSeconds(60));
        try (var full = Verifier.open(server.settings().proofs(memory))) {
            assertThat(full.check(
                            new Presented("POST", HERE, List.of("DPoP " + token), List.of(proof())), Need.NOTHING))
                    .isInstanceOf(Unknown.class);
            server.time.advance(Duration.ofSeconds(66));
            assertThat(full.check(
                            new Presented("POST", HERE, List.of("DPoP " + token), List.of(proof())), Need.NOTHING))
                    .isInstanceOf(Good.class);
        }
    }
}
