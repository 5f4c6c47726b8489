package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// The inside port is opened by the access token of a client that is meant for it, and tells of tokens that are over.
@Proves({"R-OAU-1", "R-EVT-1"})
class InsideTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestNode node = TestNode.shared();

    private Program service(String... scopes) {
        var wish = new Program.Wish();
        wish.grants = List.of("client_credentials");
        wish.scopes = List.of(scopes);
        wish.audiences = List.of();
        return wish.at(node);
    }

    private static String token(Program service, String scope) {
        return Holder.json(service.token(Map.of("grant_type", "client_credentials", "scope", scope)))
                .get("access_token")
                .asString();
    }

    private HttpRequest get(String path, String token) {
        return HttpRequest.newBuilder(node.inside(path))
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private int status(String path, String token) throws IOException, InterruptedException {
        return HTTP.send(get(path, token), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    @Defends("A47")
    void aServicesOwnTokenOpensWhatItsScopesNameAndNothingElse() throws IOException, InterruptedException {
        var holder = Holder.signUp(node);
        String account = "/v1/accounts/" + holder.account();
        String token = token(service("accounts.read"), "accounts.read");
        assertThat(status(account, token)).isEqualTo(200);
        assertThat(status(account + "/sessions", token)).isEqualTo(403);
        assertThat(status(account, token + "x")).isEqualTo(401);
        // A holder's token opens nothing here, whatever it may do elsewhere.
        String his = Program.web(node)
                .tokens(holder.browser, "openid balances.read")
                .get("access_token")
                .asString();
        assertThat(status(account, his)).isEqualTo(401);
    }

    @Test
    @Proves("O-6")
    @Defends("A47")
    void aServiceWithAnInterfaceOfItsOwnAsksForATokenThatIsMeantForUs() throws IOException, InterruptedException {
        var wish = new Program.Wish();
        wish.grants = List.of("client_credentials");
        wish.scopes = List.of("accounts.read");
        wish.audiences = List.of(Program.AUDIENCE, Clients.INSIDE);
        Program service = wish.at(node);
        String account = "/v1/accounts/" + Holder.signUp(node).account();
        var form = new HashMap<>(Map.of("grant_type", "client_credentials", "scope", "accounts.read"));
        assertThat(status(account, access(service, form))).isEqualTo(401);
        form.put("resource", service.issuer());
        assertThat(status(account, access(service, form))).isEqualTo(200);
        form.put("resource", Program.AUDIENCE);
        assertThat(Program.claims(access(service, form)).getAudience()).containsExactly(Program.AUDIENCE);
        form.put("resource", "https://other.examplex.com");
        assertThat(service.token(form).statusCode()).isEqualTo(400);
        assertThat(service.token(form).body()).contains("invalid_target");
    }

    /// The same scope may mean something else there; only the operator says that it is meant for us.
    @Test
    @Proves("O-6")
    @Defends("A47")
    void aServiceThatWasRegisteredForAnotherInterfaceIsNotLetIn() {
        var wish = new Program.Wish();
        wish.grants = List.of("client_credentials");
        wish.scopes = List.of("accounts.read");
        Program service = wish.at(node);
        var form = Map.of("grant_type", "client_credentials", "scope", "accounts.read", "resource", service.issuer());
        assertThat(service.token(form).statusCode()).isEqualTo(400);
        assertThat(service.token(form).body()).contains("invalid_target");
        var ours = Map.of("grant_type", "client_credentials", "scope", "accounts.read", "resource", Clients.INSIDE);
        assertThat(service.token(ours).statusCode()).isEqualTo(400);
    }

    private static String access(Program service, Map<String, String> form) {
        return Holder.json(service.token(form)).get("access_token").asString();
    }

    @Test
    @Defends("A45")
    void theStreamTellsOfGrantsThatEndAndOfTokensThatAreGivenBack() throws IOException, InterruptedException {
        var holder = Holder.signUp(node);
        var lines = new CopyOnWriteArrayList<String>();
        HttpResponse<java.util.stream.Stream<String>> stream = HTTP.send(
                get("/v1/revocations", token(service("revocations.read"), "revocations.read")),
                HttpResponse.BodyHandlers.ofLines());
        assertThat(stream.statusCode()).isEqualTo(200);
        try (var body = stream.body()) {
            Thread.ofVirtual().start(() -> body.forEach(lines::add));
            Program program = Program.web(node);
            String single =
                    program.tokens(holder.browser, "openid").get("access_token").asString();
            JWTClaimsSet claims = Program.claims(single);
            program.post("/oauth2/revoke", Map.of("token", single));
            Holder.await("the token", () -> has(lines, claims.getJWTID()));
            Program other = Program.web(node);
            String code = other.code(holder.browser, "openid");
            other.token(other.exchange(code));
            // The same code again: what it was exchanged for is over (A45).
            other.token(other.exchange(code));
            Holder.await("the grant", () -> has(lines, "\"client\":\"" + other.id + "\""));
            assertThat(Set.copyOf(lines)).anyMatch(line -> line.contains("tokens.revoked"));
        }
    }

    private static boolean has(List<String> lines, String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }
}
