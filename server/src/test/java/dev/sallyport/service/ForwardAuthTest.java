package dev.sallyport.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardAuthTest {
    private static final String SESSION = "__Host-session";

    private final TestNode node = TestNode.shared();

    private HttpResponse<String> ask(String method, String path, String... headers) {
        var request = HttpRequest.newBuilder(node.inside(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("X-Service-Token", TestNode.SERVICE_TOKEN);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Calls.send(request.build());
    }

    private static String cookie(Holder holder) {
        return "other=1; " + SESSION + "=" + holder.browser.cookies.get(SESSION);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    @Proves("R-SES-2")
    void aGoodSessionPassesWithItsNameAndAnEndedOneDoesNot() {
        var holder = Holder.signUp(node);
        for (var answer : List.of(
                ask("GET", "/v1/forward-auth", "Cookie", cookie(holder)),
                ask("POST", "/v1/forward-auth/orders/7?x=1", "Cookie", cookie(holder)),
                ask(
                        "GET",
                        "/v1/forward-auth",
                        "X-Session-Token",
                        String.valueOf(holder.browser.cookies.get(SESSION))))) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "X-Sallyport-Account")).isEqualTo(holder.account());
            assertThat(header(answer, "X-Sallyport-Session")).isEqualTo(holder.session());
            assertThat(header(answer, "X-Sallyport-Proofs")).isEqualTo("contact pwd");
            assertThat(header(answer, "X-Sallyport-Level")).isEqualTo("aal1");
        }
        String cookie = cookie(holder);
        String account = holder.account();
        Calls.send(node, "DELETE", "/v1/accounts/" + account + "/sessions", "Idempotency-Key", "x" + account);
        var answer = ask("GET", "/v1/forward-auth", "Cookie", cookie, "X-Forwarded-Uri", "/orders");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(header(answer, "X-Sallyport-Account")).isEmpty();
        assertThat(header(answer, "X-Sallyport-Sign-In")).isEqualTo(node.config.origin() + "/sign-in?to=%2Forders");
        var redirect = ask("GET", "/v1/forward-auth", "X-When-Signed-Out", "redirect", "X-Forwarded-Uri", "//evil");
        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(header(redirect, "Location")).isEqualTo(node.config.origin() + "/sign-in");
    }

    @Test
    @Asvs("7.5.3")
    void whatTheProxyDemandsIsHeldAndWhatCannotBeReadIsTheMost() {
        var holder = Holder.signUp(node);
        String cookie = cookie(holder);
        assertThat(ask("GET", "/v1/forward-auth", "Cookie", cookie, "X-Require-Level", "aal1")
                        .statusCode())
                .isEqualTo(200);
        for (String level : List.of("aal2", "aal3", "nonsense")) {
            var answer = ask("GET", "/v1/forward-auth", "Cookie", cookie, "X-Require-Level", level);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(header(answer, "WWW-Authenticate"))
                    .contains("insufficient_user_authentication", "acr_values=\"aal2\"");
        }
        assertThat(ask("GET", "/v1/forward-auth", "Cookie", cookie, "X-Require-Max-Age", "300")
                        .statusCode())
                .isEqualTo(200);
        assertThat(ask("GET", "/v1/forward-auth", "Cookie", cookie, "X-Require-Max-Age", "nonsense")
                        .statusCode())
                .isEqualTo(401);
        node.clock.advance(java.time.Duration.ofMinutes(6));
        assertThat(ask("GET", "/v1/forward-auth", "Cookie", cookie, "X-Require-Max-Age", "300")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    @Asvs("7.5.3")
    void theQueryOfTheProxysAddressDemandsWhateverTheHeadersSay() {
        var holder = Holder.signUp(node);
        String cookie = cookie(holder);
        assertThat(demanded("?level=aal1&max-age=300", cookie)).isEqualTo(200);
        assertThat(demanded("?level=aal2", cookie)).isEqualTo(401);
        assertThat(demanded("?level=aal2", cookie, "X-Require-Level", "aal1")).isEqualTo(401);
        assertThat(demanded("?level=aal2&level=aal1", cookie)).isEqualTo(401);
        assertThat(demanded("?level=aal1", cookie, "X-Require-Level", "aal2")).isEqualTo(401);
        // A caller doubles the proxy's header.
        assertThat(demanded("", cookie, "X-Require-Level", "aal1", "X-Require-Level", "aal2"))
                .isEqualTo(401);
        node.clock.advance(java.time.Duration.ofMinutes(6));
        assertThat(demanded("?max-age=600", cookie)).isEqualTo(200);
        assertThat(demanded("?max-age=300", cookie)).isEqualTo(401);
        assertThat(demanded("?max-age=300", cookie, "X-Require-Max-Age", "600")).isEqualTo(401);
        assertThat(demanded("?max-age=600", cookie, "X-Require-Max-Age", "300")).isEqualTo(401);
        assertThat(demanded("?max-age=600&max-age=300", cookie)).isEqualTo(401);
    }

    @Test
    @Asvs("7.5.3")
    void aDemandThatNobodyUnderstandsLetsNobodyThrough() {
        String cookie = cookie(Holder.signUp(node));
        for (String query : List.of(
                "?level",
                "?level=",
                "?level=aal3",
                "?Level=aal2",
                "?max-age=",
                "?max-age=-1",
                "?max-age=1e9",
                "?max-age=9999999999",
                "?level=aal1&",
                "?level=aal1&scope=x",
                "?max_age=300",
                "?level=%61al1")) {
            var answer = ask("GET", "/v1/forward-auth" + query, "Cookie", cookie);
            assertThat(answer.statusCode()).as(query).isEqualTo(403);
            assertThat(header(answer, "X-Sallyport-Account")).isEmpty();
        }
        // Behind our path the query is the holder's own, and demands nothing.
        assertThat(ask("GET", "/v1/forward-auth/orders?level=aal2&x=1", "Cookie", cookie)
                        .statusCode())
                .isEqualTo(200);
    }

    private int demanded(String query, String cookie, String... more) {
        var headers = new java.util.ArrayList<>(List.of("Cookie", cookie));
        headers.addAll(List.of(more));
        return ask("GET", "/v1/forward-auth" + query, headers.toArray(new String[0]))
                .statusCode();
    }

    @Test
    @Asvs("8.2.1")
    void aProxyThatIsNotKnownLearnsNothingAndTheOtherDoorDoesNotExist() {
        var holder = Holder.signUp(node);
        for (String token : List.of("x", "", TestNode.SERVICE_TOKEN + "x")) {
            var request = HttpRequest.newBuilder(node.inside("/v1/forward-auth"))
                    .header("X-Service-Token", token)
                    .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN)
                    .header("Cookie", cookie(holder));
            assertThat(Calls.send(request.build()).statusCode()).isEqualTo(403);
        }
        assertThat(Calls.send(HttpRequest.newBuilder(node.outside("/v1/forward-auth"))
                                .header("X-Service-Token", TestNode.SERVICE_TOKEN)
                                .header("Cookie", cookie(holder))
                                .build())
                        .statusCode())
                .isEqualTo(404);
    }
}
