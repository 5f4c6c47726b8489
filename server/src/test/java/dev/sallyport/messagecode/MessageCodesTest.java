package dev.sallyport.messagecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.account.Contacts;
import dev.sallyport.account.Identifier;
import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs;
import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Phones;
import dev.sallyport.harness.Prover;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.session.Session;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class MessageCodesTest {
    private static final Caller CALLER = new Caller("203.0.113.7", "test", null);
    private static final byte[] SIGN_IN = "sign-in 1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "sign-in 2".getBytes(StandardCharsets.UTF_8);

    private final TestNode node = TestNode.shared();
    private final MessageCodes codes = node.bean(MessageCodes.class);
    private final Proofs proofs = node.bean(Proofs.class);

    /// A holder with a number that codes go to.
    private final class Owner {
        final Holder holder = Holder.signUp(node);
        final String number = Phones.newNumber();
        final UUID contact = UUID.fromString(Phones.add(holder, number));
        final AccountId account = new AccountId(UUID.fromString(holder.account()));

        Owner() {
            holder.browser.prover = this::proofs;
        }

        /// What he gives for an act: beside the password a text, once he has turned them on.
        Map<String, String> proofs(TestBrowser browser, String stepUp) {
            if (!codes.state(account).on()) {
                return Map.of("password", Holder.PASSWORD);
            }
            int before = (int) texts();
            browser.jsonUnproven("POST", "/api/step-up/" + stepUp + "/sending", null, null);
            return Map.of("password", Holder.PASSWORD, "message", code(before + 1));
        }

        Owner on() {
            assertThat(codes.turnOn(account, contact, CALLER)).isEqualTo(MessageCodes.Turn.DONE);
            return this;
        }

        /// The code of the newest text for a second proof, once so many have come.
        String code(int count) {
            Holder.await("code " + count, () -> texts() >= count);
            return newest("your code for: ").orElseThrow();
        }

        long texts() {
            return Holder.mails(holder.browser, number).stream()
                    .filter(m -> m.text().contains("your code for: "))
                    .count();
        }

        /// Notices come to the same number in any order.
        Optional<String> newest(String words) {
            return Holder.mails(holder.browser, number).stream()
                    .map(Holder.Mail::text)
                    .filter(t -> t.contains(words))
                    .map(t -> t.replaceAll("(?s).*#(\\d{8})", "$1"))
                    .findFirst();
        }

        /// The code that another asking for it brings.
        String confirmation(Runnable asking) {
            var before = newest("confirm this number");
            asking.run();
            Holder.await("another code", () -> {
                var now = newest("confirm this number");
                return now.isPresent() && !now.equals(before);
            });
            return newest("confirm this number").orElseThrow();
        }

        Session session() {
            var now = node.clock.instant();
            return new Session(
                    account,
                    new SessionId(UUID.randomUUID()),
                    null,
                    List.of(),
                    false,
                    Duration.ofHours(1),
                    now,
                    now,
                    now,
                    now.plus(Duration.ofHours(1)),
                    false,
                    false);
        }
    }

    @Test
    @Proves({"R-OOB-2", "R-MSG-3", "N-10", "N-20"})
    @Asvs("6.3.7")
    void itIsTurnedOnWithAConfirmedNumberAndEveryAddressIsTold() {
        var owner = new Owner();
        assertThat(codes.state(owner.account)).isEqualTo(new MessageCodes.State(false, null, true));
        var page = owner.holder.browser.get("/account/two-step/messages");
        // The risk is told before, and what is stronger stands first.
        assertThat(page.body()).contains("SIM swapping", "/account/two-step\"");
        assertThat(page.body().indexOf("/account/two-step\""))
                .isLessThan(page.body().indexOf("name=\"number\""));
        var answer =
                owner.holder.browser.post("/account/two-step/messages", Map.of("number", owner.contact.toString()));
        assertThat(answer.headers().firstValue("Location")).hasValue("/account/two-step/messages?done=on");
        assertThat(codes.state(owner.account).on()).isTrue();
        assertThat(codes.state(owner.account).maskedNumber())
                .startsWith("+49")
                .endsWith(owner.number.substring(owner.number.length() - 2))
                .doesNotContain(owner.number.substring(5, 9));
        assertThat(proofs.kinds(owner.account)).containsExactly(Kind.PASSWORD, Kind.MESSAGE_CODE);
        Holder.await(
                "the mail",
                () -> Holder.count(owner.holder.browser, owner.holder.address, "Codes by text were turned on") == 1);
        assertThat(owner.holder.mails().getFirst().text())
                .contains("Chrome 156", owner.holder.browser.address, "If it was not you");
        Holder.await(
                "the text",
                () -> Holder.mails(owner.holder.browser, owner.number).stream()
                        .anyMatch(m -> m.text().contains("were turned on")));
    }

    @Test
    @Proves("R-OOB-2")
    void theTextSaysWhatItIsForNeverToShareItAndEndsWithTheHostItIsFor() {
        var owner = new Owner().on();
        var sent = codes.send(owner.account, SIGN_IN, "signing in", false);
        String code = owner.code(1);
        assertThat(Holder.mails(owner.holder.browser, owner.number))
                .extracting(Holder.Mail::text)
                .anyMatch(text -> text.matches("ExampleX: " + code
                        + " is your code for: signing in\\. Good for 10 minutes\\. Never share it\\. "
                        + "\\([0-9A-Z]{4}-[0-9A-Z]{4}\\)\n@localhost #" + code));
        assertThat(code).hasSize(8);
        assertThat(sent.masked()).doesNotContain(owner.number);
        assertThat(codes.waiting(owner.account, SIGN_IN).map(MessageCodes.Sent::until))
                .hasValue(sent.until());
        assertThat(codes.waiting(owner.account, OTHER)).isEmpty();
    }

    @Test
    @Proves("R-OOB-1")
    @Defends("A16")
    @Asvs({"6.6.2", "6.5.1"})
    void aCodeIsGoodForTheAccountAndThePurposeItWasSentForAndOnce() {
        var owner = new Owner().on();
        var other = new Owner().on();
        codes.send(owner.account, SIGN_IN, "signing in", false);
        codes.send(owner.account, OTHER, "removing a passkey", false);
        codes.send(other.account, SIGN_IN, "signing in", false);
        owner.code(2);
        String code = owner.newest("code for: signing in").orElseThrow();
        assertThat(codes.check(owner.account, OTHER, code, false)).isFalse();
        assertThat(codes.check(other.account, SIGN_IN, code, false)).isFalse();
        assertThat(codes.check(owner.account, SIGN_IN, code.substring(0, 4) + " " + code.substring(4), false))
                .isTrue();
        assertThat(codes.check(owner.account, SIGN_IN, code, false)).isFalse();
    }

    @Test
    @Proves({"R-OOB-1", "R-RL-1"})
    @Asvs({"6.6.3", "6.5.5"})
    void aNewerCodeVoidsTheOlderAndFiveChecksAreAllThereAre() {
        var owner = new Owner().on();
        codes.send(owner.account, SIGN_IN, "signing in", false);
        String first = owner.code(1);
        assertThatThrownBy(() -> codes.send(owner.account, SIGN_IN, "signing in", false))
                .isInstanceOf(Refused.class);
        node.clock.advance(Duration.ofSeconds(31));
        codes.send(owner.account, SIGN_IN, "signing in", false);
        String second = owner.code(2);
        assertThat(codes.check(owner.account, SIGN_IN, first, false)).isFalse();
        for (int i = 0; i < 4; i++) {
            assertThat(codes.check(owner.account, SIGN_IN, "00000000", false)).isFalse();
        }
        assertThat(codes.check(owner.account, SIGN_IN, second, false)).isFalse();
        assertThat(codes.waiting(owner.account, SIGN_IN)).isEmpty();
        node.clock.advance(Duration.ofSeconds(31));
        // Another would bring no further checks, so none is sent and paid for.
        assertThatThrownBy(() -> codes.send(owner.account, SIGN_IN, "signing in", false))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.retryAfter()).isGreaterThan(Duration.ofMinutes(40)));
        assertThat(owner.texts()).isEqualTo(2);
    }

    @Test
    @Proves({"R-OOB-1", "N-7"})
    void aCodeIsTooOldAfterTenMinutes() {
        var owner = new Owner().on();
        codes.send(owner.account, SIGN_IN, "signing in", false);
        String code = owner.code(1);
        node.clock.advance(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(codes.check(owner.account, SIGN_IN, code, false)).isFalse();
    }

    @Test
    @Proves("R-OOB-1")
    @Defends("A10")
    @Asvs("15.4.2")
    void ofAHundredThatSendOneCodeOverTwoNodesOneSucceeds() {
        try (var second = TestNode.start(node.clock, Map.of())) {
            var there = second.bean(MessageCodes.class);
            for (int round = 0; round < 3; round++) {
                var owner = new Owner().on();
                codes.send(owner.account, SIGN_IN, "signing in", false);
                String code = owner.code(1);
                var won = Race.of(
                        100, i -> () -> (i % 2 == 0 ? codes : there).check(owner.account, SIGN_IN, code, false));
                assertThat(won.stream().filter(w -> w)).hasSize(1);
            }
        }
    }

    @Test
    @Proves({"R-OOB-3", "N-10"})
    @Defends("A17")
    void whenItsNumberGoesTheProofGoesWithItInTheSameMoment() {
        var owner = new Owner().on();
        codes.send(owner.account, SIGN_IN, "signing in", false);
        String code = owner.code(1);
        owner.holder.browser.get("/account/contacts");
        owner.holder.browser.post("/account/contacts/" + owner.contact + "/removal", Map.of());
        assertThat(proofs.kinds(owner.account)).containsExactly(Kind.PASSWORD);
        assertThat(codes.state(owner.account)).isEqualTo(new MessageCodes.State(false, null, false));
        assertThat(codes.check(owner.account, SIGN_IN, code, false)).isFalse();
        assertThatThrownBy(() -> codes.send(owner.account, SIGN_IN, "signing in", false))
                .isInstanceOf(Refused.class);
        Holder.await(
                "the mail",
                () -> Holder.count(owner.holder.browser, owner.holder.address, "Codes by text were turned off") == 1);
    }

    @Test
    @Asvs("15.4.2")
    void aNumberThatIsRemovedWhileItIsChosenLeavesNoProofBehind() {
        for (int round = 0; round < 8; round++) {
            var owner = new Owner();
            owner.holder.browser.prover = Prover.password(Holder.PASSWORD);
            owner.holder.browser.get("/account/contacts");
            Race.of(
                    2,
                    i -> () -> i == 0
                            ? codes.turnOn(owner.account, owner.contact, CALLER).toString()
                            : owner.holder
                                            .browser
                                            .post("/account/contacts/" + owner.contact + "/removal", Map.of())
                                            .statusCode()
                                    + "");
            // Whoever turned it on first has made the removal ask for a text, too.
            boolean stays = Holder.json(owner.holder.browser, "/api/contacts")
                    .valueStream()
                    .anyMatch(c -> c.get("id").asString().equals(owner.contact.toString()));
            assertThat(proofs.kinds(owner.account).contains(Kind.MESSAGE_CODE)).isEqualTo(stays);
            assertThat(codes.state(owner.account).on()).isEqualTo(stays);
        }
    }

    @Test
    @Proves("N-10")
    void anotherNumberIsAnotherProofAndVoidsTheCodesOfTheFirst() {
        var owner = new Owner().on();
        var first = proofs.held(owner.account).getLast();
        codes.send(owner.account, SIGN_IN, "signing in", false);
        String code = owner.code(1);
        var second = UUID.fromString(Phones.add(owner.holder, Phones.newNumber()));
        assertThat(codes.turnOn(owner.account, owner.contact, CALLER)).isEqualTo(MessageCodes.Turn.ALREADY);
        assertThat(codes.turnOn(owner.account, second, CALLER)).isEqualTo(MessageCodes.Turn.DONE);
        assertThat(proofs.held(owner.account).getLast().id()).isNotEqualTo(first.id());
        assertThat(proofs.held(owner.account)).hasSize(2);
        assertThat(codes.check(owner.account, SIGN_IN, code, false)).isFalse();
        assertThat(codes.turnOn(owner.account, UUID.randomUUID(), CALLER)).isEqualTo(MessageCodes.Turn.NO_NUMBER);
        assertThat(codes.turnOff(owner.account, CALLER)).isEqualTo(Proofs.Removal.DONE);
        assertThat(codes.turnOff(owner.account, CALLER)).isEqualTo(Proofs.Removal.UNKNOWN);
        assertThat(proofs.kinds(owner.account)).containsExactly(Kind.PASSWORD);
    }

    @Test
    @Proves("R-ID-4")
    @Defends("A18")
    void aNumberUnusedForHalfAYearTakesNoCodeUntilItIsProvenAgain() {
        var owner = new Owner().on();
        var other = new Owner();
        node.clock.advance(Duration.ofDays(181));
        assertThat(codes.state(owner.account).on()).isTrue();
        assertThat(codes.state(owner.account).possible()).isFalse();
        assertThat(codes.turnOn(other.account, other.contact, CALLER)).isEqualTo(MessageCodes.Turn.UNPROVEN);
        assertThatThrownBy(() -> codes.send(owner.account, SIGN_IN, "signing in", false))
                .isInstanceOf(Refused.class);
        // It is no way around the second proof: that is still asked for.
        assertThat(proofs.kinds(owner.account)).contains(Kind.MESSAGE_CODE);
        prove(owner);
        assertThat(codes.state(owner.account).possible()).isTrue();
        codes.send(owner.account, SIGN_IN, "signing in", false);
        assertThat(codes.check(owner.account, SIGN_IN, owner.code(1), false)).isTrue();
    }

    private void prove(Owner owner) {
        var provings = node.bean(NumberProvings.class);
        var session = owner.session();
        String code = owner.confirmation(
                () -> assertThat(provings.begin(session, owner.contact, CALLER)).isTrue());
        // In another session it is worth nothing.
        assertThat(provings.finish(owner.session(), code, CALLER)).isFalse();
        assertThat(provings.finish(session, code, CALLER)).isTrue();
        assertThat(provings.finish(session, code, CALLER)).isFalse();
        assertThat(provings.begin(session, owner.contact, CALLER)).isFalse();
    }

    @Test
    @Proves({"N-10", "R-ID-4"})
    @Defends({"A17", "A18"})
    void aSignOfASimSwapStopsCodesUntilTheNumberIsProvenAgain() {
        var owner = new Owner().on();
        codes.send(owner.account, SIGN_IN, "signing in", false);
        String code = owner.code(1);
        node.clock.advance(Duration.ofSeconds(31));
        codes.block(owner.account, "sim-swap");
        assertThat(codes.state(owner.account).possible()).isFalse();
        assertThat(codes.check(owner.account, SIGN_IN, code, false)).isFalse();
        assertThat(codes.waiting(owner.account, SIGN_IN)).isEmpty();
        assertThatThrownBy(() -> codes.send(owner.account, SIGN_IN, "signing in", false))
                .isInstanceOf(Refused.class);
        assertThat(proofs.kinds(owner.account)).contains(Kind.MESSAGE_CODE);
        // Nor does turning it off and on again help.
        assertThat(codes.turnOff(owner.account, CALLER)).isEqualTo(Proofs.Removal.DONE);
        assertThat(codes.turnOn(owner.account, owner.contact, CALLER)).isEqualTo(MessageCodes.Turn.UNPROVEN);
        Holder.await(
                "all are told",
                () -> Holder.count(owner.holder.browser, owner.holder.address, "We send no more codes by text to you")
                        == 1);
        assertThat(owner.holder.browser.get("/account/two-step/messages").body())
                .contains("May have changed hands");
        String confirmation = owner.confirmation(() -> {
            var begun = owner.holder.browser.post(
                    "/account/two-step/messages/proving", Map.of("number", owner.contact.toString()));
            assertThat(begun.headers().firstValue("Location")).hasValue("/account/two-step/messages/code");
        });
        assertThat(owner.holder.browser.get("/account/two-step/messages/code").statusCode())
                .isEqualTo(200);
        var proven = owner.holder.browser.post("/account/two-step/messages/code", Map.of("code", confirmation));
        assertThat(proven.headers().firstValue("Location")).hasValue("/account/two-step/messages?done=proven");
        owner.on();
        Holder.await(
                "all are told",
                () -> Holder.count(owner.holder.browser, owner.holder.address, "A number takes codes by text again")
                        == 1);
    }

    @Test
    @Proves("R-OOB-3")
    @Defends("A14")
    void strangersWhoUseUpTheNumbersBudgetDoNotShutItsHolderOutAndHisOwnIsSmallToo() {
        var owner = new Owner().on();
        for (int i = 0; i < 4; i++) {
            Phones.signUp(new TestBrowser(node), owner.number);
        }
        codes.send(owner.account, SIGN_IN, "signing in", false);
        Holder.await("his code", () -> owner.texts() == 1);
        for (int i = 0; i < 3; i++) {
            node.clock.advance(Duration.ofSeconds(31));
            var sent = codes.send(owner.account, SIGN_IN, "signing in", false);
            assertThat(sent.masked()).isNotEmpty();
        }
        // Three within the hour. The others got the same answer and no text.
        var probe = new Owner().on();
        codes.send(probe.account, SIGN_IN, "signing in", false);
        probe.code(1);
        Holder.await("his third code", () -> owner.texts() >= 3);
        assertThat(owner.texts()).isEqualTo(3);
    }

    @Test
    @Proves({"R-OOB-3", "R-SU-1"})
    void itIsNeverEnoughForMoneyAndForProofsOnlyWithThePassword() {
        var held = Set.of(Kind.PASSWORD, Kind.MESSAGE_CODE);
        assertThat(ProofPolicy.forAct(held, Act.About.MONEY)).isEmpty();
        assertThat(ProofPolicy.forAct(held, Act.MESSAGE_CODES.about())).containsExactly(held);
        assertThat(ProofPolicy.forAct(Set.of(Kind.PASSWORD, Kind.MESSAGE_CODE, Kind.TOTP), Act.About.PROOFS))
                .noneMatch(way -> way.contains(Kind.MESSAGE_CODE));
    }

    @Test
    @Proves({"R-OOB-1", "R-SU-1"})
    @Defends({"A16", "A17", "A57"})
    void aTextAloneChangesNoProof() {
        var owner = new Owner().on();
        var browser = owner.holder.browser;
        browser.get("/account/two-step/recovery-codes");
        var asked = browser.postUnproven("/account/two-step/recovery-codes", Map.of());
        String stepUp = asked.headers().firstValue("Location").orElseThrow();
        assertThat(browser.get(stepUp).body()).contains("name=\"password\"");
        browser.postUnproven(stepUp + "/sending", Map.of("way", "0"));
        String code = owner.code(1);
        browser.get(stepUp);
        var proven = browser.postUnproven(stepUp + "/proofs", Map.of("way", "0", "field", "message", "message", code));
        assertThat(proven.body()).doesNotContain("recovery-codes.txt");
        assertThat(proofs.kinds(owner.account)).doesNotContain(Kind.RECOVERY_CODE);
        // The same code at the sign-in it was not sent for.
        assertThat(codes.check(owner.account, SIGN_IN, code, false)).isFalse();
    }

    @Test
    @Proves("N-9")
    @Asvs("6.3.6")
    void aMailAddressIsNeverASecondProof() {
        var owner = new Owner();
        UUID mail = node.bean(Contacts.class).list(owner.account).stream()
                .filter(contact -> contact.kind() == Identifier.Kind.MAIL)
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(codes.turnOn(owner.account, mail, CALLER)).isEqualTo(MessageCodes.Turn.NO_NUMBER);
        assertThat(proofs.kinds(owner.account)).containsExactly(Kind.PASSWORD);
        assertThat(Kind.values()).extracting(Kind::amr).doesNotContain("email", "mail");
    }

    @Test
    @Proves("N-10")
    void inTheStrictProfileItIsNotOffered() {
        try (var strict = TestNode.startAlone(node.clock, Map.of("profile", "strict"))) {
            assertThat(strict.bean(MessageCodes.class).isOffered()).isFalse();
            Holder holder = Holder.signUp(strict);
            String number = Phones.newNumber();
            String contact = Phones.add(holder, number);
            assertThat(holder.browser.get("/account/two-step/messages").body())
                    .contains("takes no codes by text")
                    .doesNotContain("name=\"number\"");
            assertThat(holder.browser
                            .post("/account/two-step/messages", Map.of("number", contact))
                            .statusCode())
                    .isEqualTo(404);
            var account = new AccountId(UUID.fromString(holder.account()));
            assertThat(strict.bean(MessageCodes.class).state(account))
                    .isEqualTo(new MessageCodes.State(false, null, false));
        }
    }

    @Test
    @Proves("R-OOB-3")
    void aNumberThatNoTextsGoToIsNone() {
        Holder holder = Holder.signUp(node);
        var account = new AccountId(UUID.fromString(holder.account()));
        String number = "+43664" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
        var contact = UUID.fromString(Phones.add(holder, number));
        try (var elsewhere = TestNode.start(node.clock, Map.of("sms.countries", "DE"))) {
            var there = elsewhere.bean(MessageCodes.class);
            assertThat(there.turnOn(account, contact, CALLER)).isEqualTo(MessageCodes.Turn.NO_NUMBER);
            assertThat(codes.turnOn(account, contact, CALLER)).isEqualTo(MessageCodes.Turn.DONE);
            assertThat(there.state(account).on()).isTrue();
            assertThat(there.state(account).possible()).isFalse();
            assertThatThrownBy(() -> there.send(account, SIGN_IN, "signing in", false))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void pagesAndInterfaceGiveTheSameAnswers() {
        var byPage = new Owner();
        var byApi = new Owner();
        record Step(String page, Map<String, String> form, String method, String api, String json) {}
        String none = "00000000-0000-7000-8000-000000000000";
        String home = "/account/two-step/messages";
        String api = "/api/two-step/messages";
        for (var step : List.of(
                new Step(home + "/removal", Map.of(), "DELETE", api, ""),
                new Step(home, Map.of("number", none), "POST", api, "{\"number\":\"" + none + "\"}"),
                new Step(home, Map.of("number", "x"), "POST", api, "{\"number\":\"x\"}"),
                new Step(
                        home,
                        Map.of("number", byPage.contact + ""),
                        "POST",
                        api,
                        "{\"number\":\"" + byApi.contact + "\"}"),
                new Step(
                        home,
                        Map.of("number", byPage.contact + ""),
                        "POST",
                        api,
                        "{\"number\":\"" + byApi.contact + "\"}"),
                new Step(
                        home + "/proving",
                        Map.of("number", byPage.contact + ""),
                        "POST",
                        api + "/proving",
                        "{\"number\":\"" + byApi.contact + "\"}"),
                new Step(home + "/removal", Map.of(), "DELETE", api, ""))) {
            byPage.holder.browser.get(home);
            byApi.holder.browser.get(home);
            int page = byPage.holder.browser.post(step.page(), step.form()).statusCode();
            int json = byApi.holder
                    .browser
                    .json(step.method(), step.api(), step.json().isEmpty() ? null : step.json())
                    .statusCode();
            assertThat(json / 100 == 2 ? 303 : json)
                    .as(step.page() + " and " + step.api())
                    .isEqualTo(page);
        }
        var shown = Holder.json(byApi.holder.browser, api);
        assertThat(shown.get("offered").asBoolean()).isTrue();
        assertThat(shown.get("on").asBoolean()).isFalse();
        assertThat(shown.get("numbers").get(0).get("id").asString()).isEqualTo(byApi.contact.toString());
    }

    @Test
    @Proves("R-PRI-1")
    void theCopyTellsOfItAndAnErasureLeavesNothing() {
        var owner = new Owner().on();
        codes.block(owner.account, "sim-swap");
        var belongings = node.bean(MessageCodeBelongings.class);
        assertThat(belongings.export(owner.account).toString())
                .contains("on=true")
                .doesNotContain(owner.number);
        belongings.erase(owner.account);
        var store = node.bean(MessageCodeStore.class);
        assertThat(store.find(owner.account)).isEmpty();
        assertThat(store.blockedAt(owner.account)).isEmpty();
        assertThat(Objects.requireNonNull(belongings.name())).isEqualTo("messageCodes");
    }
}
