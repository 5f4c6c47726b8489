package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.sallyport.base.db.FreePort;
import dev.sallyport.testing.Proves;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/// Every flow that Spring Security's OAuth client knows, with a holder in Chromium.
@Proves("R-OAU-1")
class SpringClientTest {
    private static final Node DEMO = Node.demo();

    @Test
    void aHolderSignsInAtASpringSiteAndOutThereAndHere() {
        int port = FreePort.any();
        Registered program = Registered.register(
                DEMO,
                "Spring site",
                "--redirect=http://127.0.0.1/login/oauth2/code/sallyport",
                "--after-logout=http://127.0.0.1/",
                "--scope=openid,email,balances.read");
        String mail = Holder.newMail();
        String here = SpringSite.at(port, "/me").toString();
        try (var _ = new SpringSite(DEMO, program, port);
                var window = Window.open(DEMO)) {
            window.signUp(mail, Holder.PASSWORD);
            window.page.navigate(here);
            window.send().at("/me");
            assertThat(window.page.locator("body")).hasText(mail + " urn:sallyport:acr:1fa");
            window.page.navigate(SpringSite.at(port, "/refreshed").toString());
            assertThat(window.page.locator("body")).hasText("another");

            window.go("/account").signOut();
            window.page.navigate(SpringSite.at(port, "/refreshed").toString());
            assertThat(window.page.locator("body")).hasText("invalid_grant");

            window.signIn(mail, Holder.PASSWORD).at("/account");
            window.page.navigate(
                    SpringSite.at(port, "/oauth2/authorization/sallyport").toString());
            window.page.waitForURL(address -> address.startsWith("http://127.0.0.1:" + port));
            window.page.navigate(SpringSite.at(port, "/logout").toString());
            window.page.locator("button").click();
            assertThat(window.page.locator("body")).hasText("Nobody need sign in here");
            window.go("/account").at("/sign-in");
        }
    }

    /// By nothing but the starter: the site has not a line for it.
    @Test
    void whoSignsOutHereIsSignedOutAtASpringSiteTooAndNobodyElseIs() {
        int port = FreePort.any();
        URI logout = SpringSite.at(port, "/logout/connect/back-channel/sallyport");
        Registered program = Registered.register(
                DEMO,
                "Spring shop",
                "--redirect=http://127.0.0.1/login/oauth2/code/sallyport",
                "--back-channel=" + logout,
                "--scope=openid,email,balances.read");
        String here = SpringSite.at(port, "/me").toString();
        try (var _ = new SpringSite(DEMO, program, port);
                var window = Window.open(DEMO);
                var other = Window.open(DEMO)) {
            for (Window each : List.of(window, other)) {
                each.signUp(Holder.newMail(), Holder.PASSWORD);
                each.page.navigate(here);
                each.send().at("/me");
            }
            window.go("/account").signOut();
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                window.page.navigate(here);
                return window.page.url().startsWith(DEMO.origin() + "/sign-in");
            });
            other.page.navigate(here);
            assertThat(other.page.url()).isEqualTo(here);
            assertThat(sent(HttpRequest.newBuilder(logout).GET())).isEqualTo(405);
            assertThat(sent(HttpRequest.newBuilder(logout)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString("logout_token=x.y.z"))))
                    .isEqualTo(400);
        }
    }

    private static int sent(HttpRequest.Builder request) {
        return Node.send(request.build()).statusCode();
    }

    @Test
    @SuppressWarnings("NullAway") // one of Spring's two types says null, the other does not
    void aServiceHasItsOwnAccessBySecretAndByKey() throws JOSEException {
        String grant = "--grant=client_credentials";
        String audience = "--audience=https://ledger.examplex.com";
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        Registered secret = Registered.register(DEMO, "Ledger", grant, audience, "--scope=orders.settle");
        Registered keyed = Registered.register(DEMO, "Ledger by key", key, grant, audience, "--scope=orders.settle");
        var registrations = new InMemoryClientRegistrationRepository(
                service("secret", secret, ClientAuthenticationMethod.CLIENT_SECRET_BASIC),
                service("key", keyed, ClientAuthenticationMethod.PRIVATE_KEY_JWT));
        var asking = new RestClientClientCredentialsTokenResponseClient();
        asking.addParametersConverter(new NimbusJwtClientAuthenticationParametersConverter<>(registration -> key));
        var manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(
                registrations, new InMemoryOAuth2AuthorizedClientService(registrations));
        manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .clientCredentials(granted -> granted.accessTokenResponseClient(asking))
                .build());
        for (String registration : new String[] {"secret", "key"}) {
            var client = Objects.requireNonNull(
                    manager.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(registration)
                            .principal("ledger")
                            .build()));
            assertThat(client.getAccessToken().getScopes()).containsExactly("orders.settle");
            assertThat(decoder(client.getClientRegistration().getClientId())
                            .decode(client.getAccessToken().getTokenValue())
                            .getSubject())
                    .isEqualTo(client.getClientRegistration().getClientId());
        }
    }

    /// As a service reads access tokens (RFC 9068).
    private static JwtDecoder decoder(String client) {
        String issuer = DEMO.origin().toString();
        var decoder = NimbusJwtDecoder.withIssuerLocation(issuer)
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .validateType(false)
                .build();
        decoder.setJwtValidator(JwtValidators.createAtJwtValidator()
                .issuer(issuer)
                .audience("https://ledger.examplex.com")
                .clientId(client)
                .build());
        return decoder;
    }

    private static ClientRegistration service(String name, Registered program, ClientAuthenticationMethod method) {
        return ClientRegistrations.fromIssuerLocation(DEMO.origin().toString())
                .registrationId(name)
                .clientId(program.id())
                .clientSecret(program.secret())
                .clientAuthenticationMethod(method)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scope("orders.settle")
                .build();
    }
}
