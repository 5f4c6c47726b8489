package dev.sallyport.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignUpTest {
    private static final String EXISTS = "You already have an account with ExampleX";

    private final TestNode node = TestNode.shared();

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    private static HttpResponse<String> begin(TestBrowser browser, String address) {
        browser.get("/sign-up");
        return browser.post("/sign-up", Map.of("identifier", address));
    }

    @Test
    @Proves({"R-ID-2", "R-MSG-3"})
    @Defends("A6")
    @Asvs("6.3.8")
    void aTakenAddressGetsTheSameAnswersAndItsOwnerAMail() {
        Holder owner = Holder.signUp(node);
        var stranger = new TestBrowser(node);
        assertThat(place(begin(stranger, owner.address))).isEqualTo("303 /sign-up/code");
        Holder.await("the mail", () -> Holder.count(stranger, owner.address, EXISTS) == 1);
        assertThat(stranger.get("/sign-up/code").statusCode()).isEqualTo(200);
        for (String guess : List.of("00000000", "nobody", "", "12345678")) {
            assertThat(stranger.post("/sign-up/code", Map.of("code", guess)).statusCode())
                    .isEqualTo(422);
        }
        assertThat(place(stranger.get("/sign-up/password"))).isEqualTo("303 /sign-up");
    }

    @Test
    @Proves("R-OOB-1")
    @Asvs({"15.4.2", "6.5.1", "6.4.1"})
    void ofFiftyThatSendTheRightCodeAtOnceOneIsRight() {
        for (boolean page : new boolean[] {true, false}) {
            String address = Holder.newAddress();
            var browser = new TestBrowser(node);
            begin(browser, address);
            browser.get("/sign-up/code");
            String code = Holder.code(browser, address);
            double right = rightCodes();
            var places = Race.of(50, i -> () -> {
                var tab = new TestBrowser(node);
                tab.cookies.putAll(browser.cookies);
                tab.csrf = browser.csrf;
                return place(
                        page
                                ? tab.post("/sign-up/code", Map.of("code", code))
                                : tab.json("POST", "/api/sign-up/code", "{\"code\":\"" + code + "\"}"));
            });
            assertThat(rightCodes()).isEqualTo(right + 1);
            if (page) {
                // Tabs that come later are led on by the one that was right.
                assertThat(places)
                        .contains("303 /sign-up/password")
                        .allMatch(p -> p.equals("303 /sign-up/password") || p.equals("422 "));
            } else {
                assertThat(places.stream().filter("200 "::equals)).hasSize(1);
                assertThat(places.stream().filter("422 "::equals)).hasSize(49);
            }
        }
    }

    private double rightCodes() {
        return node.bean(io.micrometer.core.instrument.MeterRegistry.class)
                .counter("sallyport.codes.checked", "purpose", "sign-up", "outcome", "right")
                .count();
    }

    @Test
    @Proves("R-ID-3")
    @Asvs("15.4.2")
    void ofFiftyBrowsersThatProveOneAddressOneGetsTheAccount() {
        String address = Holder.newAddress();
        // Each has proven the address in his own browser before anybody chose a password.
        var browsers = new java.util.ArrayList<TestBrowser>();
        var identifier = Identifiers.read(address, "DE").orElseThrow();
        var codes = node.bean(ContactCodeStore.class);
        for (int i = 0; i < 50; i++) {
            var browser = new TestBrowser(node);
            assertThat(place(begin(browser, address))).isEqualTo("303 /sign-up/code");
            browsers.add(browser);
        }
        // Only the first three mails go out (A14); the rest are proven in the store, which is the harder race.
        node.bean(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql("UPDATE contact_code SET proven_at = now(), code = 'used' WHERE target_index = :index")
                .param("index", node.bean(Contacts.class).indexOf(identifier))
                .update();
        assertThat(codes).isNotNull();
        browsers.forEach(browser -> browser.get("/sign-up/password"));
        long deadlocks = node.deadlocks();
        var places = Race.of(
                50,
                i -> () -> place(
                        browsers.get(i).post("/sign-up/password", Map.of("password", Holder.PASSWORD + " " + i))));
        assertThat(places.stream().filter("303 /account"::equals)).hasSize(1);
        // The others are told so, or that too many passwords wait for their hash.
        assertThat(places)
                .allMatch(p -> p.equals("303 /account")
                        || p.equals("303 /sign-up")
                        || p.equals("303 /")
                        || p.startsWith("503"));
        assertThat(browsers.stream().filter(Holder::isSignedIn)).hasSize(1);
        assertThat(node.deadlocks()).isEqualTo(deadlocks);
        int winner = places.indexOf("303 /account");
        assertThat(Holder.isSignedIn(browsers.get(winner))).isTrue();
        assertThat(place(Holder.trySignIn(new TestBrowser(node), address, Holder.PASSWORD + " " + winner)))
                .isEqualTo("303 /account");
    }

    @Test
    @Proves("R-ID-3")
    @Defends("A28")
    void whatAStrangerBeganForAnAddressIsVoidOnceItsOwnerProvesIt() {
        String address = Holder.newAddress();
        var thief = new TestBrowser(node);
        begin(thief, address);
        thief.get("/sign-up/code");
        Holder.code(thief, address);
        Holder owner = Holder.signUp(node, address);
        String oldCode =
                Holder.mails(thief, address).getLast().text().replaceAll("(?s).*?\\b(\\d{8}|\\d{4} \\d{4})\\b.*", "$1");
        HttpResponse<String> late = thief.post("/sign-up/code", Map.of("code", oldCode));
        assertThat(place(late)).isEqualTo("303 /sign-up");
        assertThat(place(thief.get("/sign-up/password"))).isEqualTo("303 /sign-up");
        assertThat(place(thief.get("/account"))).startsWith("303 /sign-in");
        assertThat(owner.isSignedIn()).isTrue();
    }

    @Test
    @Proves("R-ID-3")
    void anUnprovenSignUpReservesNothing() {
        String address = Holder.newAddress();
        var first = new TestBrowser(node);
        begin(first, address);
        Holder.code(first, address);
        Holder second = Holder.signUp(node, address);
        assertThat(second.isSignedIn()).isTrue();
    }

    @Test
    @Proves("R-OOB-1")
    @Defends("A16")
    @Asvs("6.6.2")
    void aCodeIsGoodInTheBrowserAndForThePurposeItWasSentForOnly() {
        Holder holder = Holder.signUp(node);
        String address = Holder.newAddress();
        var browser = new TestBrowser(node);
        begin(browser, address);
        browser.get("/sign-up/code");
        String code = Holder.code(browser, address);
        holder.browser.post("/account/contacts", Map.of("identifier", address));
        holder.browser.get("/account/contacts/new/code");
        // The code of the sign-up is none for adding the same address to an account.
        assertThat(holder.browser
                        .post("/account/contacts/new/code", Map.of("code", code))
                        .statusCode())
                .isEqualTo(422);
        var other = new TestBrowser(node);
        begin(other, Holder.newAddress());
        other.get("/sign-up/code");
        assertThat(other.post("/sign-up/code", Map.of("code", code)).statusCode())
                .isEqualTo(422);
        assertThat(place(browser.post("/sign-up/code", Map.of("code", code)))).isEqualTo("303 /sign-up/password");
        // And once.
        assertThat(place(browser.post("/sign-up/code", Map.of("code", code)))).isEqualTo("303 /sign-up/password");
        assertThat(place(other.get("/sign-up/password"))).isEqualTo("303 /sign-up");
    }

    @Test
    @Proves({"R-OOB-1", "R-RL-1", "N-7"})
    @Asvs({"6.6.3", "6.5.5"})
    void afterFiveWrongCodesEvenTheRightOneIsWrongAndANewOneGivesNoFurtherChecks() {
        var browser = new TestBrowser(node);
        String address = Holder.newAddress();
        begin(browser, address);
        browser.get("/sign-up/code");
        String code = Holder.code(browser, address);
        String wrong = code.startsWith("1") ? "2" + code.substring(1) : "1" + code.substring(1);
        for (int i = 0; i < 5; i++) {
            assertThat(browser.post("/sign-up/code", Map.of("code", wrong)).statusCode())
                    .isEqualTo(422);
        }
        assertThat(browser.post("/sign-up/code", Map.of("code", code)).statusCode())
                .isEqualTo(422);
        node.clock.advance(Duration.ofMinutes(2));
        assertThat(place(browser.post("/sign-up/code/sending", Map.of()))).isEqualTo("303 /sign-up/code?sent=again");
        Holder.await("another code", () -> Holder.mails(browser, address).size() == 2);
        assertThat(browser.post("/sign-up/code", Map.of("code", Holder.code(browser, address)))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    @Proves("R-OOB-1")
    void aCodeIsTooOldInTheEnd() {
        var browser = new TestBrowser(node);
        String address = Holder.newAddress();
        begin(browser, address);
        browser.get("/sign-up/code");
        String code = Holder.code(browser, address);
        node.clock.advance(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(place(browser.post("/sign-up/code", Map.of("code", code)))).isNotEqualTo("303 /sign-up/password");
    }

    @Test
    @Defends("A14")
    void nobodysMailboxIsFloodedAndTheAnswerStaysTheSame() {
        String address = Holder.newAddress();
        for (int i = 0; i < 8; i++) {
            assertThat(place(begin(new TestBrowser(node), address))).isEqualTo("303 /sign-up/code");
        }
        var reader = new TestBrowser(node);
        Holder.await("three mails", () -> Holder.mails(reader, address).size() >= 3);
        assertThat(Holder.mails(reader, address)).hasSize(3);
    }

    @Test
    @Proves("R-ID-1")
    @Defends("A32")
    void anAddressThatLooksLikeAnothersIsToldToBeTakenByMailOnly() {
        // Two Cyrillic letters that nobody can tell apart, and that are not to be taken for Latin ones.
        String name = "\u0434" + System.nanoTime();
        Holder.signUp(node, name + "\u0463@mail.examplex.com");
        String twin = name + "\u048d@mail.examplex.com";
        var thief = new TestBrowser(node);
        assertThat(place(begin(thief, twin))).isEqualTo("303 /sign-up/code");
        Holder.await("the mail", () -> !Holder.mails(thief, twin).isEmpty());
        assertThat(Holder.mails(thief, twin).getFirst().subject()).isEqualTo(EXISTS);
    }

    @Test
    @Proves("R-ID-1")
    @Defends("A32")
    @Asvs("15.4.2")
    void ofTwoThatLookAlikeOneGetsAnAccountHoweverTheyRace() {
        for (int round = 0; round < 6; round++) {
            String name = "\u0434" + System.nanoTime();
            var twins = List.of(name + "\u0463@mail.examplex.com", name + "\u048d@mail.examplex.com");
            var browsers = List.of(new TestBrowser(node), new TestBrowser(node));
            for (int i = 0; i < 2; i++) {
                Holder.proveAddress(browsers.get(i), twins.get(i));
                browsers.get(i).get("/sign-up/password");
            }
            var places = Race.of(
                    2,
                    i -> () -> place(browsers.get(i).post("/sign-up/password", Map.of("password", Holder.PASSWORD))));
            assertThat(places.stream().filter("303 /account"::equals))
                    .as("%s", places)
                    .hasSize(1);
        }
    }

    /// Whether anybody has what it looks like makes no difference, so nobody learns it, and nobody can take what
    /// looks like an address before its owner comes.
    @Test
    @Proves({"R-ID-1", "R-ID-2"})
    @Defends({"A32", "A6"})
    void whatLooksLikeAsciiAndIsNotIsRefusedInASentenceWhoeverExists() {
        String name = "look" + System.nanoTime();
        String real = name + "@ampel.examplex.com";
        String twin = name + "@\u0430mpel.examplex.com";
        var refused = begin(new TestBrowser(node), twin);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("look just like Latin ones");
        Holder owner = Holder.signUp(node, real);
        var again = begin(new TestBrowser(node), twin);
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(again.body()).contains("look just like Latin ones");
        owner.browser.get("/account/contacts");
        var added = owner.browser.post("/account/contacts", Map.of("identifier", twin));
        assertThat(added.statusCode()).isEqualTo(422);
        assertThat(added.body()).contains("look just like Latin ones");
        for (String path : List.of("/api/sign-up", "/api/contacts")) {
            var answer = owner.browser.json("POST", path, "{\"identifier\":\"" + twin + "\"}");
            assertThat(answer.statusCode()).as(path).isEqualTo(422);
            assertThat(answer.body()).contains("look just like Latin ones");
        }
        assertThat(Holder.mails(owner.browser, name + "@xn--mpel-83d.examplex.com"))
                .isEmpty();
    }

    @Test
    @Proves("R-ID-4")
    @Asvs("2.3.1")
    void aNumberThatWasUnusedForHalfAYearIsProvenAgain() {
        Holder holder = Holder.signUp(node);
        String number = "+49 151 2" + (1_000_000 + (System.nanoTime() % 8_999_999));
        String e164 = Identifiers.read(number, "DE").orElseThrow().text();
        holder.browser.post("/account/contacts", Map.of("identifier", number));
        holder.browser.get("/account/contacts/new/code");
        String code = Holder.code(holder.browser, e164);
        assertThat(place(holder.browser.post("/account/contacts/new/code", Map.of("code", code))))
                .isEqualTo("303 /account/contacts?done=added");
        var soon = new TestBrowser(node);
        assertThat(place(Holder.trySignIn(soon, number, Holder.PASSWORD))).isEqualTo("303 /account");
        node.clock.advance(Duration.ofDays(181));
        var late = new TestBrowser(node);
        assertThat(place(Holder.trySignIn(late, number, Holder.PASSWORD))).isEqualTo("303 /sign-in/contact-code");
        assertThat(place(late.get("/account"))).startsWith("303 /sign-in");
        assertThat(late.get("/sign-in/contact-code").statusCode()).isEqualTo(200);
        Holder.await(
                "a code",
                () -> Holder.mails(late, e164).stream().anyMatch(m -> m.text().contains("your code to sign in")));
        assertThat(place(late.post("/sign-in/contact-code", Map.of("code", Holder.code(late, e164)))))
                .isEqualTo("303 /account");
        assertThat(Holder.isSignedIn(late)).isTrue();
    }
}
