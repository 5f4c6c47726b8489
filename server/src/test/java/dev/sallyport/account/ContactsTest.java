package dev.sallyport.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ContactsTest {
    private static final String ADDED = "An address was added to your account";
    private static final String REMOVED = "An address was removed from your account";

    private final TestNode node = TestNode.shared();

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    private static void add(TestBrowser browser, String address) {
        browser.get("/account/contacts");
        assertThat(place(browser.post("/account/contacts", Map.of("identifier", address))))
                .isEqualTo("303 /account/contacts/new/code");
        browser.get("/account/contacts/new/code");
        assertThat(place(browser.post("/account/contacts/new/code", Map.of("code", Holder.code(browser, address)))))
                .isEqualTo("303 /account/contacts?done=added");
    }

    private static String id(TestBrowser browser, boolean primary) {
        return Holder.json(browser, "/api/contacts")
                .valueStream()
                .filter(c -> c.get("primary").asBoolean() == primary)
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }

    @Test
    @Proves({"R-MSG-3", "R-MSG-2"})
    @Defends({"A74", "A75"})
    @Asvs("6.3.7")
    void everyAddressIsToldOnceOfEachChange() {
        Holder holder = Holder.signUp(node);
        String second = Holder.newAddress();
        add(holder.browser, second);
        for (String address : List.of(holder.address, second)) {
            Holder.await("told at " + address, () -> Holder.count(holder.browser, address, ADDED) > 0);
            assertThat(Holder.count(holder.browser, address, ADDED)).isEqualTo(1);
        }
        holder.browser.get("/account/contacts");
        assertThat(place(holder.browser.post("/account/contacts/" + id(holder.browser, false) + "/primary", Map.of())))
                .isEqualTo("303 /account/contacts?done=primary");
        for (String address : List.of(holder.address, second)) {
            Holder.await(
                    "told at " + address,
                    () -> Holder.count(holder.browser, address, "Your account has another primary address") == 1);
        }
        assertThat(place(holder.browser.post("/account/contacts/" + id(holder.browser, false) + "/removal", Map.of())))
                .isEqualTo("303 /account/contacts?done=removed");
        for (String address : List.of(holder.address, second)) {
            Holder.await("told at " + address, () -> Holder.count(holder.browser, address, REMOVED) == 1);
        }
        // Only the removed one may object.
        assertThat(Holder.mails(holder.browser, second).getFirst().text()).doesNotContain("/objections/");
        // What was refused tells nobody anything.
        int before = Holder.mails(holder.browser, second).size();
        holder.browser.post("/account/contacts/new/code", Map.of("code", "00000000"));
        holder.browser.post("/account/contacts", Map.of("identifier", "no address"));
        assertThat(Holder.mails(holder.browser, second)).hasSize(before);
    }

    @Test
    void twoThatLookAlikeAreToldApartAndTheNoticeSaysFromWhere() {
        Holder holder = Holder.signUp(node);
        String second = Holder.newAddress();
        add(holder.browser, second);
        var shown = Holder.json(holder.browser, "/api/contacts")
                .valueStream()
                .map(c -> c.get("shown").asString())
                .toList();
        assertThat(shown).doesNotHaveDuplicates().doesNotContain(second, holder.address);
        for (String one : shown) {
            assertThat(holder.browser.get("/account/contacts").body()).contains(one);
        }
        Holder.await("told", () -> Holder.count(holder.browser, holder.address, ADDED) > 0);
        assertThat(Holder.mails(holder.browser, holder.address).getFirst().text())
                .contains(holder.browser.address)
                .contains("Chrome");
    }

    @Test
    void whoComesToAnEndedCodeReadsWhy() {
        Holder holder = Holder.signUp(node);
        add(holder.browser, Holder.newAddress());
        var over = holder.browser.post("/account/contacts/new/code", Map.of("code", "12345678"));
        assertThat(place(over)).isEqualTo("303 /account/contacts?done=over");
        assertThat(holder.browser.follow(over).body()).contains("There is no code to enter any more");
        assertThat(holder.browser.get("/account?done=stepup-over").body())
                .contains("What you were confirming has ended");
    }

    @Test
    void theLastOneStays() {
        Holder holder = Holder.signUp(node);
        holder.browser.get("/account/contacts");
        String id = id(holder.browser, true);
        assertThat(holder.browser
                        .post("/account/contacts/" + id + "/removal", Map.of())
                        .statusCode())
                .isEqualTo(409);
        assertThat(holder.browser.json("DELETE", "/api/contacts/" + id, null).statusCode())
                .isEqualTo(409);
        assertThat(Holder.json(holder.browser, "/api/contacts").size()).isEqualTo(1);
    }

    @Test
    @Proves("R-REC-3")
    @Defends({"A33", "A30"})
    @Asvs("3.5.3")
    void theRemovedAddressTakesItBackByALinkThatWorksOnceAndOnlyByItsButton() {
        Holder owner = Holder.signUp(node);
        TestBrowser thief = owner.elsewhere();
        String thiefs = Holder.newAddress();
        add(thief, thiefs);
        thief.get("/account/contacts");
        assertThat(place(thief.post("/account/contacts/" + id(thief, true) + "/removal", Map.of())))
                .isEqualTo("303 /account/contacts?done=removed");
        Holder.await(
                "the link",
                () -> Holder.mails(owner.browser, owner.address)
                        .getFirst()
                        .text()
                        .contains("/objections/"));
        String link = Holder.mails(owner.browser, owner.address).getFirst().objection();
        // The address is nobody's to take meanwhile, and signs nobody in.
        var other = new TestBrowser(node);
        other.get("/sign-up");
        other.post("/sign-up", Map.of("identifier", owner.address));
        Holder.await(
                "told that it is taken",
                () -> Holder.mails(other, owner.address).getFirst().subject().contains("already have an account"));
        var unknown = Holder.trySignIn(new TestBrowser(node), Holder.newAddress(), Holder.PASSWORD);
        var removed = Holder.trySignIn(new TestBrowser(node), owner.address, Holder.PASSWORD);
        assertThat(removed.statusCode()).isEqualTo(422).isEqualTo(unknown.statusCode());
        assertThat(words(removed)).isEqualTo(words(unknown));
        var reader = new TestBrowser(node);
        for (int i = 0; i < 3; i++) {
            assertThat(reader.get(link).statusCode()).isEqualTo(200);
            assertThat(reader.send(reader.request(link).method("HEAD", HttpRequest.BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(Holder.isSignedIn(thief)).isTrue();
        assertThat(reader.post(link, Map.of()).statusCode()).isEqualTo(200);
        assertThat(Holder.isSignedIn(thief)).isFalse();
        assertThat(owner.isSignedIn()).isFalse();
        owner.again();
        assertThat(Holder.json(owner.browser, "/api/contacts")
                        .valueStream()
                        .filter(c -> c.get("primary").asBoolean())
                        .findFirst()
                        .orElseThrow()
                        .get("shown")
                        .asString())
                .startsWith("h");
        Holder.await(
                "all are told", () -> Holder.count(reader, thiefs, "The removal of an address was taken back") == 1);
        // Once.
        reader.post(link, Map.of());
        assertThat(owner.isSignedIn()).isTrue();
        assertThat(Holder.count(reader, thiefs, "The removal of an address was taken back"))
                .isEqualTo(1);
        assertThat(new TestBrowser(node).get("/objections/" + "A".repeat(43)).statusCode())
                .isEqualTo(200);
    }

    private static String words(HttpResponse<String> page) {
        return org.jsoup.Jsoup.parse(page.body()).body().text();
    }

    @Test
    @Defends("A33")
    void afterThreeDaysTheRemovedAddressIsFreeAndItsLinkIsOver() {
        Holder owner = Holder.signUp(node);
        add(owner.browser, Holder.newAddress());
        owner.browser.get("/account/contacts");
        owner.browser.post("/account/contacts/" + id(owner.browser, true) + "/removal", Map.of());
        Holder.await(
                "the link",
                () -> Holder.mails(owner.browser, owner.address)
                        .getFirst()
                        .text()
                        .contains("/objections/"));
        String link = Holder.mails(owner.browser, owner.address).getFirst().objection();
        node.clock.advance(Duration.ofHours(71));
        node.bean(ContactRelease.class).releaseDue();
        assertThat(new TestBrowser(node).get(link).body()).contains("method=\"post\" action=\"" + link);
        node.clock.advance(Duration.ofHours(2));
        assertThat(new TestBrowser(node).get(link).body()).doesNotContain("action=\"" + link);
        node.bean(ContactRelease.class).releaseDue();
        Holder next = Holder.signUp(node, owner.address);
        assertThat(next.account()).isNotEmpty();
    }

    @Test
    @Proves("R-ID-2")
    @Defends("A6")
    void addingAnAddressOfAnotherAccountLooksLikeAddingAnyOther() {
        Holder victim = Holder.signUp(node);
        Holder thief = Holder.signUp(node);
        thief.browser.get("/account/contacts");
        assertThat(place(thief.browser.post("/account/contacts", Map.of("identifier", victim.address))))
                .isEqualTo("303 /account/contacts/new/code");
        assertThat(thief.browser
                        .json("POST", "/api/contacts", "{\"identifier\":\"" + victim.address + "\"}")
                        .statusCode())
                .isEqualTo(202);
        Holder.await(
                "its owner is told",
                () -> Holder.count(victim.browser, victim.address, "This address already belongs to an account") > 0);
        assertThat(thief.browser
                        .post("/account/contacts/new/code", Map.of("code", "00000000"))
                        .statusCode())
                .isEqualTo(422);
    }

    /// Each act by the page and by the interface: the same is taken and the same is refused.
    @Test
    void pagesAndInterfaceGiveTheSameAnswers() {
        Holder byPage = Holder.signUp(node);
        Holder byApi = Holder.signUp(node);
        record Act(String page, Map<String, String> form, String method, String api, String json) {}
        String none = "00000000-0000-7000-8000-000000000000";
        for (var act : List.of(
                new Act(
                        "/account/contacts",
                        Map.of("identifier", "x"),
                        "POST",
                        "/api/contacts",
                        "{\"identifier\":\"x\"}"),
                new Act(
                        "/account/contacts",
                        Map.of("identifier", Holder.newAddress()),
                        "POST",
                        "/api/contacts",
                        "{\"identifier\":\"" + Holder.newAddress() + "\"}"),
                new Act(
                        "/account/contacts/new/code",
                        Map.of("code", "1"),
                        "POST",
                        "/api/contacts/code",
                        "{\"code\":\"1\"}"),
                new Act("/account/contacts/" + none + "/removal", Map.of(), "DELETE", "/api/contacts/" + none, ""),
                new Act(
                        "/account/contacts/" + none + "/primary",
                        Map.of(),
                        "PUT",
                        "/api/contacts/" + none + "/primary",
                        ""),
                new Act("/account/sessions/" + none + "/removal", Map.of(), "DELETE", "/api/sessions/" + none, ""),
                new Act("/account/devices/" + none + "/removal", Map.of(), "DELETE", "/api/devices/" + none, ""),
                new Act(
                        "/account/devices/" + none + "/name",
                        Map.of("name", "a"),
                        "PUT",
                        "/api/devices/" + none + "/name",
                        "{\"name\":\"a\"}"),
                new Act(
                        "/account/password",
                        Map.of("current", "x", "password", "y"),
                        "PUT",
                        "/api/password",
                        "{\"current\":\"x\",\"password\":\"y\"}"),
                new Act(
                        "/account/password",
                        Map.of("current", Holder.PASSWORD, "password", "short"),
                        "PUT",
                        "/api/password",
                        "{\"current\":\"" + Holder.PASSWORD + "\",\"password\":\"short\"}"))) {
            byPage.browser.get("/account");
            byApi.browser.get("/account");
            int page = byPage.browser.post(act.page(), act.form()).statusCode();
            int api = byApi.browser
                    .json(act.method(), act.api(), act.json().isEmpty() ? null : act.json())
                    .statusCode();
            assertThat(api / 100 == 2 ? 303 : api)
                    .as(act.page() + " and " + act.api())
                    .isEqualTo(page);
        }
    }

    /// What depends on what the account has, and on what is going on with it.
    @Test
    void pagesAndInterfaceRefuseAlikeWhatTheAccountForbids() {
        Holder holder = Holder.signUp(node);
        TestBrowser browser = holder.browser;
        browser.get("/account/contacts");
        sameOnBothEdges(browser, 422, Map.of("identifier", "a".repeat(400) + "@mail.examplex.com"));
        sameOnBothEdges(browser, 409, Map.of("identifier", holder.address));
        String only = id(browser, true);
        assertThat(browser.post("/account/contacts/" + only + "/removal", Map.of())
                        .statusCode())
                .isEqualTo(409);
        assertThat(browser.json("DELETE", "/api/contacts/" + only, null).statusCode())
                .isEqualTo(409);
        var account = new AccountId(UUID.fromString(holder.account()));
        for (int i = 0; i < 9; i++) {
            var more = Identifiers.read(Holder.newAddress(), "DE").orElseThrow();
            assertThat(node.bean(Tx.class).run(() -> node.bean(Contacts.class).claim(account, more, false)))
                    .isTrue();
        }
        sameOnBothEdges(browser, 409, Map.of("identifier", Holder.newAddress()));

        browser.get("/account/closing");
        assertThat(browser.post("/account/closing/cancellation", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(browser.json("DELETE", "/api/closing", null).statusCode()).isEqualTo(404);
        assertThat(browser.post("/account/closing", Map.of()).statusCode()).isEqualTo(422);
        assertThat(browser.json("POST", "/api/closing", "{}").statusCode()).isEqualTo(422);
        assertThat(browser.json("POST", "/api/closing", "{\"understood\":false}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(holder.isSignedIn()).isTrue();
        assertThat(browser.json("POST", "/api/closing", "{\"understood\":true}").statusCode())
                .isEqualTo(202);
        holder.again();
        assertThat(browser.post("/account/closing", Map.of("understood", "on")).statusCode())
                .isEqualTo(409);
        assertThat(browser.json("POST", "/api/closing", "{\"understood\":true}").statusCode())
                .isEqualTo(409);
        assertThat(browser.json("DELETE", "/api/closing", null).statusCode()).isEqualTo(204);
    }

    private static void sameOnBothEdges(TestBrowser browser, int status, Map<String, String> fields) {
        String json = new tools.jackson.databind.json.JsonMapper().writeValueAsString(fields);
        assertThat(browser.post("/account/contacts", fields).statusCode())
                .as("%s by the page", fields)
                .isEqualTo(status);
        assertThat(browser.json("POST", "/api/contacts", json).statusCode())
                .as("%s by the interface", fields)
                .isEqualTo(status);
    }

    @Test
    @Proves("R-PRI-1")
    @Asvs("14.2.6")
    void theCopyHoldsEverythingAndNoSecret() {
        Holder holder = Holder.signUp(node);
        holder.browser.get("/account/contacts");
        var answer = holder.browser.post("/account/export", Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .contains("attachment");
        var copy = Holder.json(answer);
        assertThat(copy.propertyNames()).contains("account", "password", "sessions", "signIns", "activity");
        assertThat(copy.at("/account/contacts/0/value").asString()).isEqualTo(holder.address);
        assertThat(copy.get("activity").size()).isGreaterThan(2);
        assertThat(answer.body())
                .doesNotContain(Holder.PASSWORD)
                .doesNotContain("argon2")
                .doesNotContain(java.util.Objects.requireNonNull(holder.browser.cookies.get("__Host-session")))
                .doesNotContain(java.util.Objects.requireNonNull(holder.browser.cookies.get("__Host-device")))
                .doesNotContain("token_hash");
    }
}
