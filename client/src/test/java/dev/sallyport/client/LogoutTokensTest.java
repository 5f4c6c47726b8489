package dev.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.client.LogoutTokens.Word;
import dev.sallyport.testing.Defends;
import java.security.KeyPair;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// OpenID Connect Back-Channel Logout 1.0 sections 2.4 and 2.6.
@Defends("A47")
class LogoutTokensTest {
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final Played server = new Played();
    private final KeyPair edwards = Minted.keys("Ed25519");
    private final LogoutTokens tokens = new LogoutTokens(server.origin(), "site", server.time, server.time::nanos);

    @AfterEach
    void stop() {
        server.close();
    }

    private Map<String, Object> header() {
        return Minted.with(server.header(), "typ", "logout+jwt");
    }

    private Map<String, Object> claims() {
        long now = server.time.instant().getEpochSecond();
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", server.origin().toString());
        claims.put("sub", "account-1");
        claims.put("aud", "site");
        claims.put("iat", now);
        claims.put("exp", now + 120);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("sid", "session-1");
        claims.put("events", Map.of(EVENT, Map.of()));
        return claims;
    }

    @Test
    void whatSallyportSaysIsTakenOnceAndAsOftenAsItIsForgotten() {
        var claims = claims();
        String id = (String) Minted.of(claims, "jti");
        String token = server.sign(header(), claims);
        assertThat(tokens.read(token)).isEqualTo(new Word.Ended(id, "account-1", "session-1"));
        assertThat(tokens.read(token)).isEqualTo(new Word.Repeated(id));
        // Sent again it has another time, and the same id.
        server.time.advance(Duration.ofSeconds(20));
        var again = Minted.with(claims(), "jti", id);
        assertThat(tokens.read(server.sign(header(), again))).isEqualTo(new Word.Repeated(id));
        tokens.forget(id);
        assertThat(tokens.read(token)).isInstanceOf(Word.Ended.class);
    }

    @Test
    void aWithdrawnKeyCountsForASecondAtMost() {
        assertThat(tokens.read(server.sign(header(), claims()))).isInstanceOf(Word.Ended.class);
        String forged = server.sign(header(), claims());
        server.keys.remove("s-1");
        server.time.advance(Duration.ofMillis(1_100));
        assertThat(tokens.read(forged)).isInstanceOf(Word.Bad.class);
    }

    @Test
    void ofFiftyAtOnceOneIsTheFirst() throws InterruptedException, ExecutionException {
        String token = server.sign(header(), claims());
        Callable<Word> reading = () -> tokens.read(token);
        int first = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Word> word : threads.invokeAll(java.util.Collections.nCopies(50, reading))) {
                first += word.get() instanceof Word.Ended ? 1 : 0;
            }
        }
        assertThat(first).isEqualTo(1);
    }

    @Test
    void anEdwardsKeyCountsWithItsOwnAlgorithmOnly() {
        server.keys.put("e-1", edwards);
        var header = Minted.with(header(), "alg", "EdDSA", "kid", "e-1");
        assertThat(tokens.read(Minted.sign(header, claims(), edwards.getPrivate())))
                .isInstanceOf(Word.Ended.class);
        var mixed = Minted.with(header(), "kid", "e-1");
        assertThat(tokens.read(server.sign(mixed, claims()))).isEqualTo(new Word.Bad("alg"));
        var crossed = Minted.with(header(), "alg", "EdDSA");
        assertThat(tokens.read(Minted.sign(crossed, claims(), edwards.getPrivate())))
                .isEqualTo(new Word.Bad("alg"));
    }

    @Test
    void aSessionOrAHolderIsEnoughAndNeitherIsNot() {
        assertThat(tokens.read(server.sign(header(), Minted.with(claims(), "sid", Json.NULL))))
                .isInstanceOfSatisfying(
                        Word.Ended.class, word -> assertThat(word.session()).isNull());
        assertThat(tokens.read(server.sign(header(), Minted.with(claims(), "sub", Json.NULL))))
                .isInstanceOfSatisfying(
                        Word.Ended.class, word -> assertThat(word.account()).isNull());
        bad("neither sub nor sid", header(), Minted.with(claims(), "sub", Json.NULL, "sid", Json.NULL));
        bad("no sid", header(), Minted.with(claims(), "sid", 7L));
    }

    @Test
    void everyClaimMustBeRight() {
        long now = server.time.instant().getEpochSecond();
        bad("iss", header(), Minted.with(claims(), "iss", "https://id.evilx.com"));
        bad("aud", header(), Minted.with(claims(), "aud", List.of("another site")));
        bad("iat: not yet", header(), Minted.with(claims(), "iat", now + 60));
        bad("no iat", header(), Minted.with(claims(), "iat", Json.NULL));
        bad("exp: over", header(), Minted.with(claims(), "iat", now - 200, "exp", now - 60));
        bad("no exp", header(), Minted.with(claims(), "exp", Json.NULL));
        bad("exp: lives too long", header(), Minted.with(claims(), "exp", now + 86_400));
        bad("no jti", header(), Minted.with(claims(), "jti", Json.NULL));
        bad("events", header(), Minted.with(claims(), "events", Json.NULL));
        bad("events", header(), Minted.with(claims(), "events", Map.of("another", Map.of())));
        bad("events", header(), Minted.with(claims(), "events", Map.of(EVENT, "yes")));
        bad("an ID token's nonce", header(), Minted.with(claims(), "nonce", "n-1"));
    }

    @Test
    void anotherKindOfTokenOrAnothersKeyIsNone() {
        bad("typ", server.header(), claims());
        bad("typ", Minted.with(header(), "typ", "JWT"), claims());
        bad("jwk", Minted.with(header(), "jwk", Map.of()), claims());
        bad("no kid", Minted.with(header(), "kid", Json.NULL), claims());
        server.time.advance(Duration.ofSeconds(30));
        bad("an unknown key", Minted.with(header(), "kid", "x"), claims());
        String forged = Minted.sign(header(), claims(), Minted.p256().getPrivate());
        assertThat(tokens.read(forged)).isEqualTo(new Word.Bad("signature"));
        String bare = Minted.part(Minted.json(Minted.with(header(), "alg", "none"))) + "."
                + Minted.part(Minted.json(claims())) + ".";
        assertThat(tokens.read(bare)).isEqualTo(new Word.Bad("alg"));
        assertThat(tokens.read("nonsense")).isEqualTo(new Word.Bad("not three parts"));
    }

    private void bad(String detail, Map<String, Object> header, Map<String, Object> claims) {
        assertThat(tokens.read(server.sign(header, claims))).isEqualTo(new Word.Bad(detail));
    }

    @Test
    void whatCannotBeToldIsNotRefusedForGood() {
        String token = server.sign(header(), claims());
        server.freeze();
        assertThat(tokens.read(token)).isInstanceOf(Word.Unknown.class);
        server.thaw();
        server.time.advance(Duration.ofSeconds(2));
        assertThat(tokens.read(token)).isInstanceOf(Word.Ended.class);
    }
}
