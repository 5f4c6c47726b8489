package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.URI;
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
    private static Holder holder;
    private static Registered web;
    private static Registered open;

    @BeforeAll
    static void signUp() {
        holder = newHolder();
        web = Registered.register(
                DEMO,
                "Folio",
                REDIRECT,
                "--after-logout=https://folio.examplex.com/back",
                "--scope=openid,email,balances.read",
                "--details=payment",
                // Or what is agreed to in detail would wait for a day.
                "--standing=verified");
        open = Registered.register(
                DEMO,
                "Open folio",
                REDIRECT,
                "--public",
                "--grant=authorization_code,refresh_token,urn:ietf:params:oauth:grant-type:device_code",
                "--scope=openid,balances.read");
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

    private static void completes(String flow, Registered program) {
        completes(flow, program, null, holder);
    }

    private static void completes(String flow, Registered program, @Nullable JWK key, Holder holder) {
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

    @Test
    @Proves({"O-2", "O-4"})
    @Defends("A45")
    void aCodeWithPkceOnceAndOnlyFromUs() {
        completes("code", web);
    }

    @Test
    @Defends("A46")
    void aPublicClientsRefreshTokensAreGoodOnce() {
        completes("rotation", open);
    }

    @Test
    void aServiceBySecretAndByKey() throws JOSEException {
        String grant = "--grant=client_credentials";
        completes("service", Registered.register(DEMO, "Settling", grant, "--scope=orders.settle"));
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        completes(
                "service",
                Registered.register(DEMO, "Settling by key", key, grant, "--scope=orders.settle"),
                key,
                holder);
    }

    @Test
    void aDeviceWithoutABrowser() {
        completes("device", open);
    }

    @Test
    void aRequestThatIsPushed() {
        completes("pushed", web);
    }

    @Test
    @Proves("P-1")
    @Defends("A48")
    void tokensThatAreBoundToAKey() {
        completes("bound", Registered.register(DEMO, "Bound folio", REDIRECT, "--bound", "--scope=openid"));
    }

    @Test
    @Proves({"F-1", "F-3"})
    void theStrictProfile() throws JOSEException {
        JWK key = new OctetKeyPairGenerator(Curve.Ed25519).keyID("k1").generate();
        completes(
                "strict",
                Registered.register(DEMO, "Strict folio", key, REDIRECT, "--strict", "--scope=openid,balances.read"),
                key,
                holder);
    }

    @Test
    void whatIsAgreedToComesBackAsItWasAskedFor() {
        completes("details", web, null, owner());
    }

    /// With `acr_values` and `max_age`.
    @Test
    void aStrongerAndFreshProof() {
        completes("stronger", web, null, owner());
    }

    /// RFC 9470 section 6.3.
    @Test
    void aProofThatTheAccountDoesNotHave() {
        completes("unmet", web);
    }

    @Test
    void signingOutAtAProgramsWish() {
        var leaving = newHolder();
        completes("logout", web, null, leaving);
        assertThat(leaving.isSignedIn()).isFalse();
    }
}
