package dev.sallyport.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.ContactCodes.Flow;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class CodeBudgetTest {
    private final TestNode node = TestNode.shared();

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    private TestBrowser begin(String address) {
        var browser = new TestBrowser(node);
        browser.get("/sign-up");
        assertThat(place(browser.post("/sign-up", Map.of("identifier", address))))
                .isEqualTo("303 /sign-up/code");
        browser.get("/sign-up/code");
        return browser;
    }

    private static HttpResponse<String> type(TestBrowser browser, String code) {
        return browser.post("/sign-up/code", Map.of("code", code));
    }

    private static String otherThan(String code) {
        return (code.startsWith("1") ? "2" : "1") + code.substring(1);
    }

    private static String number() {
        return "+49151" + ThreadLocalRandom.current().nextInt(20_000_000, 29_999_999);
    }

    private static Identifier identifier(String typed) {
        return Identifiers.read(typed, "DE").orElseThrow();
    }

    private static void signsInByCode(TestNode node, Holder holder, String identifier) {
        var contact = Holder.json(holder.browser, "/api/contacts")
                .valueStream()
                .filter(c -> c.get("kind").asString().equals(identifier.contains("@") ? "mail" : "phone"))
                .findFirst()
                .orElseThrow();
        node.bean(Contacts.class)
                .mustBeProvenAgain(
                        new AccountId(UUID.fromString(holder.account())),
                        UUID.fromString(contact.get("id").asString()));
        var browser = new TestBrowser(node);
        assertThat(place(Holder.trySignIn(browser, identifier, Holder.PASSWORD)))
                .isEqualTo("303 /sign-in/contact-code");
        int before = Holder.mails(browser, identifier).size();
        browser.get("/sign-in/contact-code");
        Holder.await(
                "a code for " + identifier,
                () -> Holder.mails(browser, identifier).size() > before);
        assertThat(place(browser.post("/sign-in/contact-code", Map.of("code", Holder.code(browser, identifier)))))
                .isEqualTo("303 /account");
    }

    @Test
    @Proves("R-OOB-1")
    @Defends("A14")
    void aCodeThatDidNotGoOutIsNotRight() {
        String address = Holder.newAddress();
        for (int i = 0; i < 6; i++) {
            begin(address);
        }
        var stored = node.bean(JdbcClient.class)
                .sql("SELECT code FROM contact_code WHERE target_index = :index")
                .param("index", node.bean(Contacts.class).indexOf(identifier(address)))
                .query(String.class)
                .list();
        assertThat(stored).hasSize(6);
        assertThat(stored.stream().filter(ContactCode.UNSENT::equals)).hasSize(3);
    }

    @Test
    @Proves({"R-OOB-1", "R-RL-1"})
    @Defends("A14")
    @Asvs({"6.5.5", "6.3.1"})
    void codesOfOneAddressAreTriedTenTimesAnHourHoweverManyBegin() {
        String address = Holder.newAddress();
        TestBrowser first = begin(address);
        String wrong = otherThan(Holder.code(first, address));
        HttpResponse<String> answer = type(first, wrong);
        for (int i = 1; i < 5; i++) {
            type(first, wrong);
        }
        TestBrowser second = begin(address);
        for (int i = 0; i < 5; i++) {
            type(second, wrong);
        }
        TestBrowser third = begin(address);
        Holder.await("three codes", () -> Holder.mails(third, address).size() == 3);
        HttpResponse<String> beyond = type(third, Holder.code(third, address));
        assertThat(beyond.statusCode()).isEqualTo(422).isEqualTo(answer.statusCode());
        assertThat(words(beyond)).isEqualTo(words(answer));
        // It is over by itself.
        node.clock.advance(Duration.ofHours(1));
        TestBrowser later = begin(address);
        Holder.await("another code", () -> Holder.mails(later, address).size() == 4);
        assertThat(place(type(later, Holder.code(later, address)))).isEqualTo("303 /sign-up/password");
    }

    private static String words(HttpResponse<String> page) {
        return org.jsoup.Jsoup.parse(page.body()).body().text().replaceAll("[0-9:.,]+( [AP]M)?", "");
    }

    @Test
    @Defends({"A14", "A4"})
    @Proves("R-RL-2")
    void strangersUseUpNeitherTheCodesNorTheChecksOfAnOwner() {
        Holder owner = Holder.signUp(node);
        for (int i = 0; i < 5; i++) {
            TestBrowser stranger = begin(owner.address);
            for (int n = 0; n < 3; n++) {
                type(stranger, "00000000");
            }
        }
        signsInByCode(node, owner, owner.address);
    }

    @Test
    @Defends("A14")
    void manyAccountsAndStrangersTogetherBringThreeMessagesToOneAddress() {
        var budget = node.bean(CodeBudget.class);
        Identifier victim = identifier(Holder.newAddress());
        int allowed = budget.allows(new Flow(ContactCodes.NO_ACCOUNT, Purpose.SIGN_UP, new byte[32]), victim) ? 1 : 0;
        for (int i = 0; i < 30; i++) {
            var flow = new Flow(AccountId.create(node.clock.instant()), Purpose.CONTACT_ADD, new byte[32]);
            allowed += budget.allows(flow, victim) ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(3);
    }

    @Test
    @Proves("R-OOB-3")
    @Defends("A13")
    void strangersHaveAPartOfTheDaysTextsAndHoldersTheRest() {
        try (var small = TestNode.startAlone(new TestClock(), Map.of("sms.day-limit", "10"))) {
            Holder holder = Holder.signUp(small);
            var numbers = new java.util.ArrayList<String>();
            holder.browser.get("/account/contacts");
            for (int i = 0; i < 9; i++) {
                String number = number();
                numbers.add(number);
                assertThat(place(holder.browser.post("/account/contacts", Map.of("identifier", number))))
                        .isEqualTo("303 /account/contacts/new/code");
                if (i == 0) {
                    holder.browser.get("/account/contacts/new/code");
                    assertThat(place(holder.browser.post(
                                    "/account/contacts/new/code", Map.of("code", Holder.code(holder.browser, number)))))
                            .isEqualTo("303 /account/contacts?done=added");
                }
            }
            // Eight are gone; one told him of his new number, and one is left.
            signsInByCode(small, holder, numbers.getFirst());
            for (String number : numbers.subList(1, 8)) {
                Holder.await(
                        "a text", () -> !Holder.mails(holder.browser, number).isEmpty());
            }
            assertThat(Holder.mails(holder.browser, numbers.getLast())).isEmpty();
        }
    }

    @Test
    @Proves("R-OOB-3")
    @Defends("A13")
    void aWiderNetworkHasThirtyTextsAnHour() {
        String prefix = "192." + ThreadLocalRandom.current().nextInt(1, 255) + "."
                + ThreadLocalRandom.current().nextInt(1, 255) + ".";
        for (int i = 0; i < 4; i++) {
            Holder holder = Holder.signUp(node);
            holder.browser.address = prefix + (i + 1);
            for (int n = 0; n < (i < 3 ? 10 : 1); n++) {
                assertThat(holder.browser
                                .json("POST", "/api/contacts", "{\"identifier\":\"" + number() + "\"}")
                                .statusCode())
                        .isEqualTo(i < 3 ? 202 : 429);
            }
        }
    }

    @Test
    @Proves("R-OOB-3")
    @Defends("A13")
    void aCountryHasFiveHundredTextsAnHourForStrangers() {
        var budget = node.bean(CodeBudget.class);
        var stranger = new Flow(ContactCodes.NO_ACCOUNT, Purpose.SIGN_UP, new byte[32]);
        int allowed = 0;
        for (int i = 0; i < 600; i++) {
            allowed += budget.allows(stranger, identifier("+43664" + (1_000_000 + i * 1_117))) ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(500);
        assertThat(budget.allows(stranger, identifier(number()))).isTrue();
        // Who has proven a number of that country gets his code.
        var holder = new Flow(AccountId.create(node.clock.instant()), Purpose.SIGN_IN, new byte[32]);
        assertThat(budget.allows(holder, identifier("+436641000000"))).isTrue();
    }

    @Test
    @Proves("R-OOB-3")
    void aRangeOfNumbersHasTwentyTextsAnHourForStrangersAndHoldersTheirOwn() {
        var budget = node.bean(CodeBudget.class);
        var stranger = new Flow(ContactCodes.NO_ACCOUNT, Purpose.SIGN_UP, new byte[32]);
        String range = number().substring(0, 10);
        int allowed = 0;
        for (int i = 0; i < 25; i++) {
            allowed += budget.allows(stranger, identifier(range + (1_000 + i))) ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(20);
        var holder = new Flow(AccountId.create(node.clock.instant()), Purpose.CONTACT_ADD, new byte[32]);
        assertThat(budget.allows(holder, identifier(range + "1000"))).isTrue();
    }

    @Test
    @Proves("R-RL-1")
    void whatStrangersTypeIsCounted() {
        String address = Holder.newAddress();
        TestBrowser browser = begin(address);
        String code = Holder.code(browser, address);
        double wrong = checked("wrong");
        double right = checked("right");
        type(browser, otherThan(code));
        type(browser, code);
        assertThat(checked("wrong")).isEqualTo(wrong + 1);
        assertThat(checked("right")).isEqualTo(right + 1);
    }

    private double checked(String outcome) {
        return node.bean(MeterRegistry.class)
                .counter("sallyport.codes.checked", "purpose", "sign-up", "outcome", outcome)
                .count();
    }
}
