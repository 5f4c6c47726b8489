package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every flow, completed by `openid-client`, a certified client for Node that others have made:
/// src/test/node/flows.mjs.
@Proves("R-OAU-1")
class OpenidClientTest {
    private static final Node DEMO = Node.demo();
    private static final String REDIRECT = "--redirect=https://folio.examplex.com/back";
    private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
    private static Holder holder;
    private static Program web;

    @BeforeAll
    static void signUp() {
        holder = newHolder();
        web = Program.register(
                DEMO,
                "Folio",
                REDIRECT,
                "--after-logout=https://folio.examplex.com/back",
                "--scope=openid,email,balances.read",
                "--details=payment");
    }

    private static Holder newHolder() {
        String mail = Holder.newMail();
        var holder = new Holder(DEMO).reading(mail, Post.of(DEMO));
        holder.signUp(mail, Holder.PASSWORD, Post.of(DEMO));
        return holder;
    }

    /// One who can move money.
    private static Holder owner() {
        Holder owner = newHolder();
        owner.bindApp();
        return owner;
    }

    private static void completes(String flow, Program program) {
        completes(flow, program, null, holder);
    }

    private static void completes(String flow, Program program, @Nullable JWK key, Holder holder) {
        try (var script = Script.start(
                Map.of(
                        "SALLYPORT_ISSUER", DEMO.origin().toString(),
                        "CLIENT_ID", program.id(),
                        "CLIENT_SECRET", program.secret(),
                        "CLIENT_KEY", key == null ? "" : key.toJSONString()),
                "flows.mjs",
                flow)) {
            String line = script.awaitLine("done", "visit ");
            while (!line.equals("done")) {
                URI address = URI.create(line.substring("visit ".length()));
                script.tell(goes(holder, address).toString());
                line = script.awaitLine("done", "visit ");
            }
        }
    }

    private static URI goes(Holder holder, URI address) {
        if (!address.getPath().equals("/device")) {
            return Asked.allows(holder, DEMO, address);
        }
        String code = address.getQuery().replace("user_code=", "");
        holder.get("/device");
        var found = holder.post("/device", Map.of("code", code));
        return Asked.allows(
                holder,
                DEMO,
                address.resolve(found.headers().firstValue("Location").orElseThrow()));
    }

    private static Program keyed(String name, JWK key, String... options) {
        Path file = Node.temporary("jwks").resolve("jwks.json");
        var all = new ArrayList<>(List.of(options));
        all.add("--jwks=" + file);
        try {
            Files.writeString(file, new JWKSet(key.toPublicJWK()).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Program.register(DEMO, name, all.toArray(String[]::new));
    }

    @Test
    @Proves({"O-2", "O-4"})
    @Defends("A45")
    void aCodeWithPkceOnceAndOnlyFromUs() {
        completes("code", web);
    }

    @Test
    @Defends("A46")
    void aPublicClientsRefreshTokensAreGoodOnce() {
        completes(
                "rotation",
                Program.register(DEMO, "Rolling folio", REDIRECT, "--public", "--scope=openid,balances.read"));
    }

    @Test
    void aServiceBySecretAndByKey() throws JOSEException {
        String grant = "--grant=client_credentials";
        completes("service", Program.register(DEMO, "Settling", grant, "--scope=orders.settle"));
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        completes("service", keyed("Settling by key", key, grant, "--scope=orders.settle"), key, holder);
    }

    @Test
    void aDeviceWithoutABrowser() {
        completes(
                "device",
                Program.register(
                        DEMO, "Ticker", "--public", "--grant=refresh_token," + DEVICE, "--scope=balances.read"));
    }

    @Test
    void aRequestThatIsPushed() {
        completes("pushed", web);
    }

    @Test
    @Proves("P-1")
    @Defends("A48")
    void tokensThatAreBoundToAKey() {
        completes("bound", Program.register(DEMO, "Bound folio", REDIRECT, "--bound", "--scope=openid"));
    }

    @Test
    @Proves({"F-1", "F-3"})
    void theStrictProfile() throws JOSEException {
        JWK key = new OctetKeyPairGenerator(Curve.Ed25519).keyID("k1").generate();
        completes(
                "strict",
                keyed("Strict folio", key, REDIRECT, "--strict", "--scope=openid,balances.read"),
                key,
                holder);
    }

    @Test
    void whatIsAgreedToComesBackAsItWasAskedFor() {
        completes("details", web, null, owner());
    }

    @Test
    void aStrongerAndFreshProof() {
        completes("stronger", web, null, owner());
    }

    @Test
    void signingOutAtAProgramsWish() {
        var leaving = newHolder();
        completes("logout", web, null, leaving);
        assertThat(leaving.isSignedIn()).isFalse();
    }
}
