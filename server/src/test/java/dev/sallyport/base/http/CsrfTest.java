package dev.sallyport.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@Defends("A23")
@Asvs("3.5.1")
class CsrfTest {
    private final TestNode node = TestNode.shared();

    /// A standard lets other sites send these.
    private static final List<String> FORMS_OF_PROGRAMS =
            List.of("/oauth2/authorize", "/oauth2/userinfo", "/oauth2/logout");

    /// Every change that can be asked for at the outside port, with something in the place of its variables.
    private List<String[]> changes() {
        var changes = new ArrayList<String[]>();
        node.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> {
                    Guard guard = method.getMethodAnnotation(Guard.class);
                    if (guard == null || guard.value().port() != Port.OUTSIDE) {
                        return;
                    }
                    for (var verb : mapping.getMethodsCondition().getMethods()) {
                        if (!verb.name().equals("GET") && !verb.name().equals("HEAD")) {
                            mapping.getPatternValues().stream()
                                    .filter(path -> !path.startsWith("/session/binding"))
                                    // A question, and nothing is changed by it.
                                    .filter(path -> !path.equals("/api/genuine"))
                                    .filter(path -> !FORMS_OF_PROGRAMS.contains(path))
                                    .forEach(path -> changes.add(new String[] {
                                        verb.name(),
                                        path.replaceAll(
                                                "\\{[^}]*}", UUID.randomUUID().toString())
                                    }));
                        }
                    }
                });
        assertThat(changes).hasSizeGreaterThan(25);
        return changes;
    }

    private static HttpResponse<String> send(TestBrowser browser, String[] change, String... headers) {
        HttpRequest.Builder request =
                browser.request(change[1]).header("Content-Type", "application/x-www-form-urlencoded");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return browser.send(request.method(change[0], HttpRequest.BodyPublishers.ofString("a=b")));
    }

    private static void isForged(HttpResponse<String> answer, String[] change) {
        assertThat(answer.statusCode()).as(String.join(" ", change)).isEqualTo(403);
        if (change[1].startsWith("/api/")) {
            assertThat(answer.body()).contains("\"request-forged\"");
        }
    }

    @Test
    void noChangeHappensWithoutTheTokenOfThisBrowser() {
        Holder holder = Holder.signUp(node);
        Holder other = Holder.signUp(node);
        String foreign = Objects.requireNonNull(other.browser.csrf);
        for (String[] change : changes()) {
            isForged(send(holder.browser, change), change);
            isForged(send(holder.browser, change, "X-CSRF-Token", foreign), change);
            isForged(send(holder.browser, change, "X-CSRF-Token", "AAAA"), change);
            holder.browser.address = new TestBrowser(node).address;
        }
        assertThat(holder.isSignedIn()).isTrue();
    }

    @Test
    void noChangeHappensThatAnotherSiteAskedFor() {
        Holder holder = Holder.signUp(node);
        for (String[] change : changes()) {
            String own = Objects.requireNonNull(holder.browser.csrf);
            isForged(send(holder.browser, change, "X-CSRF-Token", own, "Sec-Fetch-Site", "cross-site"), change);
            isForged(send(holder.browser, change, "X-CSRF-Token", own, "Sec-Fetch-Site", "same-site"), change);
            isForged(send(holder.browser, change, "X-CSRF-Token", own, "Origin", "https://evil.examplex.net"), change);
            isForged(
                    send(holder.browser, change, "X-CSRF-Token", own, "Origin", node.config.origin() + ".evil.net"),
                    change);
            holder.browser.address = new TestBrowser(node).address;
        }
        assertThat(holder.isSignedIn()).isTrue();
    }

    @Test
    void whatProgramsSendByAFormChangesNothing() {
        Holder holder = Holder.signUp(node);
        String sessions = holder.browser.get("/api/sessions").body();
        for (String path : FORMS_OF_PROGRAMS) {
            var answer = send(holder.browser, new String[] {"POST", path}, "Sec-Fetch-Site", "cross-site");
            assertThat(answer.statusCode()).as(path).isIn(303, 400, 401);
            assertThat(answer.headers().allValues("Set-Cookie")).as(path).noneMatch(c -> c.contains("session"));
            isForged(send(holder.browser, new String[] {"POST", path + "/x"}), new String[] {"POST", path + "/x"});
        }
        assertThat(holder.isSignedIn()).isTrue();
        assertThat(holder.browser.get("/api/sessions").body()).isEqualTo(sessions);
    }

    /// A browser shows a session's key by itself, without a page and its token. Another site can make it
    /// call, and has nothing to send along.
    @Test
    @Proves("R-SES-4")
    void whatNeedsNoTokenIsTwoAddressesThatDoNothingWithoutASignature() {
        Holder holder = Holder.signUp(node);
        for (String path : List.of("/session/binding", "/session/binding/refresh")) {
            assertThat(send(holder.browser, new String[] {"POST", path}, "Sec-Fetch-Site", "cross-site")
                            .statusCode())
                    .isEqualTo(401);
        }
        for (String path : List.of("/session/binding/", "/session/binding/x", "/session/binding/refresh/x")) {
            isForged(send(holder.browser, new String[] {"POST", path}), new String[] {"POST", path});
        }
        assertThat(holder.browser.get("/account/devices").body()).doesNotContain("Bound to this device");
    }

    @Test
    @Defends("A22")
    @Asvs("7.2.4")
    void theTokenOfBeforeSignInIsWorthNothingAfterIt() {
        Holder holder = Holder.signUp(node);
        var browser = new TestBrowser(node);
        browser.get("/sign-in");
        String before = Objects.requireNonNull(browser.csrf);
        String cookie = Objects.requireNonNull(browser.cookies.get("__Host-browser"));
        browser.post("/sign-in", Map.of("identifier", holder.address, "password", Holder.PASSWORD));
        assertThat(browser.cookies).doesNotContainKey("__Host-browser").containsKey("__Host-session");
        // Even with the cookie of before put back.
        browser.cookies.put("__Host-browser", cookie);
        browser.csrf = before;
        assertThat(browser.post("/sign-out", Map.of()).statusCode()).isEqualTo(403);
        assertThat(Holder.isSignedIn(browser)).isTrue();
    }

    @Test
    void aStrangerCannotSignSomebodyInToHisOwnAccount() {
        Holder thief = Holder.signUp(node);
        var victim = new TestBrowser(node);
        var thiefs = new TestBrowser(node);
        thiefs.get("/sign-in");
        victim.get("/sign-in");
        victim.csrf = thiefs.csrf;
        assertThat(victim.post("/sign-in", Map.of("identifier", thief.address, "password", Holder.PASSWORD))
                        .statusCode())
                .isEqualTo(403);
        assertThat(victim.cookies).doesNotContainKey("__Host-session");
    }
}
