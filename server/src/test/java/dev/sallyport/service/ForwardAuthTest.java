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
