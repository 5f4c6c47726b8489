package dev.sallyport.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.LogLines;
import dev.sallyport.harness.RawHttp;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Whoever tries a way around a control is refused, counted, and leaves one line in the log.
@Asvs({"16.3.2", "16.3.3"})
class RefusalsTest {
    private static final String TOKEN = "Authorization: Bearer canary-token\r\n";
    private static final String END = "Connection: close\r\n\r\n";

    private final TestNode node = TestNode.shared();

    private double count(String code, String door) {
        return node.bean(MeterRegistry.class)
                .counter("sallyport.refused", "code", code, "door", door)
                .count();
    }

    /// What one try left.
    private String line(String code, String door, Runnable attempt) {
        double before = count(code, door);
        try (var log = LogLines.of(Refusals.class)) {
            attempt.run();
            assertThat(count(code, door)).as(code + " is counted").isEqualTo(before + 1);
            assertThat(log.lines()).singleElement().asString().contains(code).doesNotContain("\n");
            return log.lines().getFirst();
        }
    }

    @Test
    @Defends("A72")
    @Asvs("8.2.2")
    void whatBelongsToAnotherAccountIsNotFoundAndTheTryIsRecorded() {
        Holder holder = Holder.signUp(node);
        Holder thief = Holder.signUp(node);
        String session = holder.session();
        String line = line(
                "not-found",
                "outside",
                () -> assertThat(thief.browser
                                .json("DELETE", "/api/sessions/" + session, null)
                                .statusCode())
                        .isEqualTo(404));
        assertThat(line)
                .contains(
                        "DELETE /api/sessions/{id}",
                        thief.account(),
                        "203.",
                        ".0/24",
                        "no such session of this account")
                .doesNotContain(session)
                .doesNotContain(thief.browser.address);
        assertThat(holder.isSignedIn()).isTrue();

        String page = line(
                "not-found",
                "outside",
                () -> assertThat(thief.browser
                                .post("/account/sessions/" + session + "/removal", Map.of())
                                .statusCode())
                        .isEqualTo(404));
        assertThat(page).contains("POST /account/sessions/{id}/removal").doesNotContain(session);
        String unknown = line(
                "not-found", "outside", () -> thief.browser.json("DELETE", "/api/devices/" + UUID.randomUUID(), null));
        assertThat(unknown).contains("/api/devices/{id}");
        assertThat(holder.isSignedIn()).isTrue();
    }

    @Test
    void whatIsNoIdIsNotFound() {
        Holder holder = Holder.signUp(node);
        for (String path : List.of("/api/devices/abc", "/api/sessions/abc", "/api/contacts/abc")) {
            var answer = holder.browser.json("DELETE", path, null);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).contains("\"code\":\"not-found\"");
        }
    }

    @Test
    void aPageThatIsNoneLeadsOn() {
        Holder holder = Holder.signUp(node);
        // Whose page it would be nobody has looked; the start page leads him home and a stranger to the sign-in.
        for (String path : List.of("/nothing", "/account/devices/abc/name")) {
            assertThat(holder.browser.get(path).body()).as(path).contains("href=\"/\">Go to the start page");
        }
        assertThat(holder.browser.get("/").headers().firstValue("Location")).hasValue("/account");
        assertThat(new TestBrowser(node).get("/").headers().firstValue("Location"))
                .hasValue("/sign-in");
        assertThat(holder.browser
                        .get("/account/passkeys/" + UUID.randomUUID() + "/removal")
                        .body())
                .contains("href=\"/account\">Go to your overview");
    }

    @Test
    @Defends("A23")
    void aFormThatAnotherSiteSentIsRecordedWithoutTheTokenInItsAddress() {
        var browser = new TestBrowser(node);
        browser.get("/sign-in");
        for (String[] headers : new String[][] {{"X-CSRF-Token", "AAAA"}, {"Sec-Fetch-Site", "cross-site"}}) {
            String line = line(
                    "request-forged",
                    "outside",
                    () -> browser.send(browser.request("/objections/canary-token")
                            .headers(headers)
                            .POST(HttpRequest.BodyPublishers.noBody())));
            assertThat(line).contains("POST /objections/…").doesNotContain("canary");
        }
    }

    @Test
    @Defends({"A29", "A64"})
    void aHostThatIsNotOursIsRecordedAsOneHarmlessLine() {
        String line = line(
                "wrong-host",
                "outside",
                () -> RawHttp.send(
                        node.outside("/"),
                        "GET /sign-in HTTP/1.1\r\nHost: evil.examplex.net\r\nConnection: close\r\n\r\n"));
        assertThat(line).contains("GET /sign-in", "evil.examplex.net");
    }

    @Test
    void aServiceThatNobodyKnowsIsRecordedAndItsTokenIsNot() {
        String line = line(
                "not-signed-in",
                "inside",
                () -> assertThat(RawHttp.status(RawHttp.send(
                                node.inside("/"), "GET /v1/session-check HTTP/1.1\r\nHost: x\r\n" + TOKEN + END)))
                        .isEqualTo(401));
        assertThat(line).contains("unknown service").doesNotContain("canary");
    }

    @Test
    void whatEveryHolderDoesIsCountedAndLeavesNoLine() {
        double before = count("not-signed-in", "outside");
        try (var log = LogLines.of(Refusals.class)) {
            assertThat(new TestBrowser(node).get("/api/sessions").statusCode()).isEqualTo(401);
            assertThat(log.lines()).isEmpty();
        }
        assertThat(count("not-signed-in", "outside")).isEqualTo(before + 1);
    }
}
