package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.base.db.FreePort;
import dev.sallyport.client.Credentials;
import dev.sallyport.client.Need;
import dev.sallyport.client.Presented;
import dev.sallyport.client.Verdict;
import dev.sallyport.client.Verdict.Reason;
import dev.sallyport.client.Verifier;
import dev.sallyport.client.Webhooks;
import dev.sallyport.client.Webhooks.Letter;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The SDK against a server that is not played: real tokens, the real stream, real letters.
@Proves({"R-OAU-1", "R-EVT-1"})
class SdkTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Need NEED = Need.scope("balances.read");
    private static final String FIREFOX =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0";
    private static final Connected WORLD = Connected.shared();

    private static Verifier verifier() throws InterruptedException {
        return ready(Verifier.open(WORLD.program().settings(WORLD.b().inside())));
    }

    private static Verifier ready(Verifier verifier) throws InterruptedException {
        assertThat(verifier.awaitReady(Duration.ofSeconds(20))).isTrue();
        return verifier;
    }

    private static void mustBeGood(Verifier verifier, String token) {
        assertThat(verifier.check(token, NEED)).isInstanceOf(Verdict.Good.class);
    }

    private static void awaitEnd(Verifier verifier, String token, Reason reason) {
        Verdict verdict = await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> verifier.check(token, NEED), said -> !(said instanceof Verdict.Good));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Bad.class, bad -> assertThat(bad.reason()).isEqualTo(reason));
    }

    @Test
    @Defends("A45")
    void aTokenThatIsGivenBackEndsAloneAndACodeThatComesTwiceEndsAllThatItGave() throws InterruptedException {
        try (var verifier = verifier()) {
            Holder holder = WORLD.holder();
            String back = WORLD.program().signIn(holder).access();
            String code = WORLD.program().code(holder);
            String other = WORLD.program().exchange(code).access();
            mustBeGood(verifier, back);
            mustBeGood(verifier, other);
            WORLD.program().post("/oauth2/revoke", Map.of("token", back));
            awaitEnd(verifier, back, Reason.REVOKED);
            mustBeGood(verifier, other);
            var again = WORLD.program().post("/oauth2/token", Program.exchanging(code));
            assertThat(again.statusCode()).isEqualTo(400);
            awaitEnd(verifier, other, Reason.REVOKED);
        }
    }

    /// It names no session, so that nothing but the server can say whether the one it was given in is held.
    @Test
    @Proves("R-SES-4")
    @Defends("A21")
    void anOfflineTokenOfAHeldSessionIsRefusedUntilTheHolderProvesHimself() throws InterruptedException {
        var client = WORLD.program()
                .add(
                        "ExampleX Reports",
                        "--grant=authorization_code,refresh_token",
                        "--scope=openid,balances.read,offline_access",
                        "--redirect=https://app.examplex.com/back");
        try (var verifier = verifier()) {
            Holder holder = WORLD.holder();
            String offline = WORLD.program().offline(holder, client);
            String online = WORLD.program().signIn(holder).access();
            Holder another = WORLD.holder();
            String others = WORLD.program().offline(another, client);
            mustBeGood(verifier, offline);
            mustBeGood(verifier, online);

            var thief = new Holder(WORLD.a(), "192.0.2.5", FIREFOX);
            thief.cookies.put("__Host-session", holder.sessionToken());
            Holder.redirects(thief.get("/account"), "/sign-in/again");
            awaitEnd(verifier, offline, Reason.INACTIVE);
            awaitEnd(verifier, online, Reason.INACTIVE);
            mustBeGood(verifier, others);

            holder.reading(holder.mail(), WORLD.site().mails);
            holder.prove(holder.get("/sign-in/again"));
            assertThat(holder.isSignedIn()).isTrue();
            // An answer counts for a second.
            await().atMost(SOON.multipliedBy(2)).until(() -> verifier.check(offline, NEED) instanceof Verdict.Good);
            mustBeGood(verifier, online);
        }
    }

    @Test
    void whoHearsNoNewsAsksTheServer() {
        try (var deaf = Verifier.open(WORLD.program().settings(FreePort.any()))) {
            Holder holder = WORLD.holder();
            String token = WORLD.program().signIn(holder).access();
            mustBeGood(deaf, token);
            assertThat(deaf.isFresh()).isFalse();
            holder.get("/account");
            holder.post("/sign-out", Map.of());
            // An answer counts for a second.
            await().atMost(SOON.multipliedBy(2)).until(() -> deaf.check(token, NEED) instanceof Verdict.Bad);
        }
    }

    @Test
    void aServiceMayProveItselfByAKey() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        Path keys = Files.writeString(
                Node.temporary("keys").resolve("jwks.json"), new JWKSet(key.toPublicJWK()).toString());
        var client = WORLD.program()
                .add(
                        "ExampleX Ledger",
                        "--grant=client_credentials",
                        "--scope=revocations.read,tokens.introspect",
                        "--inside",
                        "--jwks=" + keys);
        var credentials = Credentials.privateKey(client.id(), "k1", key.toECPrivateKey());
        try (var verifier =
                        ready(Verifier.open(WORLD.program().settings(WORLD.b().inside(), credentials)));
                var deaf = Verifier.open(WORLD.program().settings(FreePort.any(), credentials))) {
            Holder holder = WORLD.holder();
            String token = WORLD.program().signIn(holder).access();
            mustBeGood(verifier, token);
            mustBeGood(deaf, token);
            holder.get("/account");
            holder.post("/sign-out", Map.of());
            awaitEnd(verifier, token, Reason.REVOKED);
        }
    }

    @Test
    @Defends("A44")
    void aBoundTokenCountsWithAProofOfItsKeyAndOnce() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        var client = WORLD.program()
                .add(
                        "ExampleX Desk",
                        "--bound",
                        "--scope=openid,balances.read",
                        "--redirect=https://app.examplex.com/back");
        URI orders = URI.create(Program.AUDIENCE + "/orders");
        try (var verifier = verifier()) {
            String token = WORLD.program()
                    .bound(WORLD.holder(), client, proof(key, "POST", WORLD.a().origin() + "/oauth2/token", null));
            String proof = proof(key, "GET", orders.toString(), token);
            assertThat(verifier.check(presented(orders, token, proof), NEED)).isInstanceOf(Verdict.Good.class);
            assertThat(verifier.check(presented(orders, token, proof), NEED)).isInstanceOf(Verdict.Bad.class);
            assertThat(verifier.check(token, NEED)).isInstanceOf(Verdict.Bad.class);
            String thiefs = proof(new ECKeyGenerator(Curve.P_256).generate(), "GET", orders.toString(), token);
            assertThat(verifier.check(presented(orders, token, thiefs), NEED)).isInstanceOf(Verdict.Bad.class);
        }
    }

    private static Presented presented(URI address, String token, String proof) {
        return new Presented("GET", address, List.of("DPoP " + token), List.of(proof));
    }

    private static String proof(ECKey key, String method, String address, @Nullable String token)
            throws JOSEException, NoSuchAlgorithmException {
        var claims = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("htm", method)
                .claim("htu", address)
                .claim("iat", Instant.now().getEpochSecond());
        if (token != null) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            claims.claim("ath", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        }
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK());
        var signed = new SignedJWT(header.build(), claims.build());
        signed.sign(new ECDSASigner(key));
        return signed.serialize();
    }

    @Test
    @Defends("A69")
    void aLetterIsKnownAsOursAndAsNew() throws IOException {
        var letters = new CopyOnWriteArrayList<Letter>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String said = WORLD.site()
                .command(
                        WORLD.a(),
                        "signals",
                        "add",
                        "sdk",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                        "--types=session.ended");
        var secret = Pattern.compile("whsec_\\S+").matcher(said);
        assertThat(secret.find()).as("a secret").isTrue();
        var webhooks = Webhooks.of(secret.group());
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            letters.add(webhooks.verify(exchange.getRequestHeaders()::getFirst, body));
            // The first one was taken, and the answer got lost.
            exchange.sendResponseHeaders(letters.size() == 1 ? 500 : 204, -1);
            exchange.close();
        });
        server.start();
        try {
            Holder holder = WORLD.holder();
            holder.get("/account");
            holder.post("/sign-out", Map.of());
            await().atMost(Duration.ofSeconds(10)).until(() -> letters.size() == 2);
            assertThat(letters.getFirst())
                    .isInstanceOfSatisfying(
                            Letter.Genuine.class,
                            letter -> assertThat(letter.type()).isEqualTo("session.ended"));
            assertThat(letters.getLast()).isInstanceOf(Letter.Repeated.class);
        } finally {
            server.stop(0);
            WORLD.site().command(WORLD.a(), "signals", "remove", "sdk");
        }
    }
}
