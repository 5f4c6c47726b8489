package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.Proofs;
import dev.sallyport.audit.Audit;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Oathtool;
import dev.sallyport.harness.Prover;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.recoverycode.RecoveryCodes;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.totp.TotpBindings;
import dev.sallyport.totp.Totps;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// "Do not ask again on this device for 30 days": what it spares, and what it never does.
@Proves("R-SU-1")
class TrustedDeviceTest {
    private static final String HOME = "/account";
    private static final String SECOND = "/sign-in/second";
    private static final Caller CALLER = new Caller("203.0.113.9", "Firefox", null);

    private static final TestNode NODE = TestNode.shared();

    /// A holder with an authenticator app, signed out in his browser.
    private static final class Owner {
        final Holder holder = Holder.signUp(NODE);
        final AccountId account = new AccountId(UUID.fromString(holder.account()));
        final TestBrowser browser = holder.browser;
        final String key = bind();
        final UUID app = NODE.bean(Totps.class).list(account).getFirst().id();

        String bind() {
            var bindings = NODE.bean(TotpBindings.class);
            byte[] bound = TotpBindings.boundTo(UUID.randomUUID());
            String bindingKey =
                    bindings.begin(account, bound, "Phone").keyInGroups().replace(" ", "");
            NODE.clock.advance(Duration.ofSeconds(61 - NODE.clock.instant().getEpochSecond() % 30));
            bindings.confirm(account, bound, Oathtool.code(bindingKey, NODE.clock.instant()), CALLER);
            return bindingKey;
        }

        String code() {
            NODE.clock.advance(Duration.ofSeconds(61 - NODE.clock.instant().getEpochSecond() % 30));
            return Oathtool.code(key, NODE.clock.instant());
        }

        /// Where a right password leads.
        String password(TestBrowser from, boolean shared) {
            from.cookies.remove("__Host-session");
            from.get("/sign-in");
            var fields = new HashMap<>(Map.of("identifier", holder.address, "password", Holder.PASSWORD));
            if (shared) {
                fields.put("shared", "on");
            }
            return place(from.post("/sign-in", fields));
        }

        String second(TestBrowser from, boolean trust) {
            from.get(SECOND);
            var fields = new HashMap<>(Map.of("field", "code", "code", code()));
            if (trust) {
                fields.put("trust", "on");
            }
            return place(from.post(SECOND, fields));
        }

        /// Signs in with both proofs and asks for trust.
        Owner trusted() {
            NODE.clock.advance(Devices.SETTLED);
            assertThat(password(browser, false)).isEqualTo(SECOND);
            assertThat(second(browser, true)).isEqualTo(HOME);
            assertThat(password(browser, false)).isEqualTo(HOME);
            browser.get(HOME);
            browser.prover = Prover.code(this::code);
            return this;
        }

        boolean isOffered(TestBrowser from) {
            boolean page = from.get(SECOND).body().contains("name=\"trust\"");
            boolean json =
                    !Holder.json(from, "/api/sign-in/second").get("trusting").isEmpty();
            assertThat(json).as("page and interface say the same").isEqualTo(page);
            return page;
        }

        long facts(String kind) {
            return NODE.bean(Audit.class)
                    .timeline(account, kind, Long.MAX_VALUE, 200)
                    .size();
        }

        void isTold(String subject) {
            Holder.await(subject, () -> Holder.count(browser, holder.address, subject) == 1);
        }

        List<Device> trustedDevices() {
            return NODE.bean(Devices.class).list(account).stream()
                    .filter(d -> d.isTrusted(NODE.clock.instant()))
                    .toList();
        }
    }

    private static String place(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse(answer.statusCode() + "");
    }

    @Test
    void itIsSparedTheSecondProofForThirtyDaysByTheClockHoweverOftenItIsUsed() {
        Owner owner = new Owner().trusted();
        NODE.clock.advance(Duration.ofDays(29));
        assertThat(owner.password(owner.browser, false)).isEqualTo(HOME);
        NODE.clock.advance(Duration.ofDays(1));
        assertThat(owner.password(owner.browser, false)).isEqualTo(SECOND);
        assertThat(owner.trustedDevices()).isEmpty();
    }

    @Test
    void whoDoesNotAskForItIsAskedEachTime() {
        Owner owner = new Owner();
        owner.password(owner.browser, false);
        assertThat(owner.second(owner.browser, false)).isEqualTo(HOME);
        assertThat(owner.password(owner.browser, false)).isEqualTo(SECOND);
        assertThat(owner.trustedDevices()).isEmpty();
    }

    @Test
    @Asvs("7.5.2")
    void itIsListedAndTakenBackByItsOwnerAlone() {
        Owner owner = new Owner().trusted();
        String id = owner.trustedDevices().getFirst().id().toString();
        assertThat(owner.browser.get("/account/two-step").body()).contains("/account/two-step/devices/" + id);
        var listed = Holder.json(owner.browser, "/api/devices").get(0);
        assertThat(listed.get("trustedUntil").asString()).isNotEmpty();

        Holder stranger = Holder.signUp(NODE);
        stranger.browser.get(HOME);
        var foreign = stranger.browser.post("/account/two-step/devices/" + id + "/removal", Map.of());
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(owner.trustedDevices()).hasSize(1);

        owner.browser.get("/account/two-step");
        var taken = owner.browser.post("/account/two-step/devices/" + id + "/removal", Map.of());
        assertThat(place(taken)).isEqualTo("/account/two-step?done=distrusted");
        assertThat(owner.password(owner.browser, false)).isEqualTo(SECOND);
    }

    @Test
    @Defends("A11")
    void anyChangeOfAnyProofTakesItFromAllDevices() {
        var codes = NODE.bean(RecoveryCodes.class);
        Map<String, Consumer<Owner>> changes = Map.of(
                "a further app", Owner::bind,
                "an app removed",
                        owner -> {
                            owner.bind();
                            trustAll(owner);
                            NODE.bean(Totps.class).remove(owner.account, owner.app, CALLER);
                        },
                "recovery codes made", owner -> codes.create(owner.account, CALLER),
                "the last recovery code used",
                        owner -> {
                            var made = codes.create(owner.account, CALLER);
                            trustAll(owner);
                            made.forEach(code -> codes.use(owner.account, code.reveal(), CALLER));
                        },
                "the password",
                        owner -> NODE.bean(dev.sallyport.account.Proofs.class)
                                .kinds(owner.account)
                                .forEach(kind -> changed(owner, kind)));
        changes.forEach((what, change) -> {
            Owner owner = new Owner().trusted();
            trustAll(owner);
            assertThat(owner.trustedDevices()).as("before " + what).isNotEmpty();
            change.accept(owner);
            assertThat(owner.trustedDevices()).as(what).isEmpty();
        });
    }

    private static void trustAll(Owner owner) {
        var devices = NODE.bean(Devices.class);
        NODE.bean(dev.sallyport.base.db.Tx.class)
                .run(() -> devices.list(owner.account).forEach(d -> devices.trust(owner.account, d.id(), CALLER)));
    }

    /// What every package does when it replaces a proof.
    private static void changed(Owner owner, dev.sallyport.account.Proofs.Kind kind) {
        if (kind != dev.sallyport.account.Proofs.Kind.PASSWORD) {
            return;
        }
        owner.browser.get("/account/password");
        String stepUp = place(owner.browser.postUnproven(
                "/account/password", Map.of("current", Holder.PASSWORD, "password", "another zebra lantern quartz")));
        assertThat(stepUp).startsWith("/step-up/");
        owner.browser.get(stepUp);
        owner.browser.postUnproven(stepUp + "/proofs", Map.of("field", "code", "code", owner.code()));
    }

    @Test
    @Proves("R-SES-1")
    @Defends("A77")
    void onASharedComputerItIsNeitherGivenNorTaken() {
        Owner owner = new Owner();
        assertThat(owner.password(owner.browser, true)).isEqualTo(SECOND);
        assertThat(owner.browser.get(SECOND).body()).doesNotContain("name=\"trust\"");
        assertThat(owner.second(owner.browser, true)).isEqualTo(HOME);
        assertThat(owner.trustedDevices()).isEmpty();
        assertThat(owner.password(owner.browser, false)).isEqualTo(SECOND);
        assertThat(owner.second(owner.browser, true)).isEqualTo(HOME);
        assertThat(owner.password(owner.browser, true)).isEqualTo(SECOND);
    }

    @Test
    @Defends("A11")
    void itSparesNoSensitiveActItsProof() {
        Owner owner = new Owner().trusted();
        // Recovery codes too: they stand in for a strong proof, and this session was opened by a password alone.
        NODE.clock.advance(Session.FRESH);
        assertThat(owner.password(owner.browser, false)).isEqualTo(HOME);
        owner.browser.get(HOME);
        for (String path : List.of("/account/export", "/account/two-step/recovery-codes", "/account/passkeys/new")) {
            var asked = owner.browser.postUnproven(path, Map.of());
            assertThat(place(asked)).as(path).startsWith("/step-up/");
            assertThat(owner.browser.get(place(asked)).body())
                    .as(path)
                    .contains("name=\"code\"")
                    .doesNotContain("name=\"password\"");
        }
        assertThat(NODE.bean(RecoveryCodes.class).state(owner.account).left()).isZero();
    }

    @Test
    @Defends("A21")
    void itsCookieAloneOpensNothing() {
        Owner owner = new Owner().trusted();
        var thief = new TestBrowser(NODE);
        thief.userAgent = owner.browser.userAgent;
        thief.cookies.put("__Host-device", deviceCookie(owner.browser));
        assertThat(place(thief.get(HOME))).startsWith("/sign-in");
        assertThat(Holder.isSignedIn(thief)).isFalse();
        thief.get("/sign-in");
        assertThat(thief.post("/sign-in", Map.of("identifier", owner.holder.address, "password", "wrong zebra lantern"))
                        .statusCode())
                .isEqualTo(422);
        // Nor is it worth anything at another account, whose password the thief has.
        Owner other = new Owner();
        thief.cookies.put("__Host-trust", java.util.Objects.requireNonNull(owner.browser.cookies.get("__Host-trust")));
        assertThat(other.password(thief, false)).isEqualTo(SECOND);
    }

    @Test
    @Defends("A21")
    void withThePasswordItIsNotSparedElsewhereInAnotherBrowser() {
        Owner owner = new Owner().trusted();
        var thief = new TestBrowser(NODE);
        thief.userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
        thief.address = "198.51.100.7";
        thief.cookies.putAll(owner.browser.cookies);
        assertThat(owner.password(thief, false)).isEqualTo(SECOND);
        // A new network alone is a journey.
        owner.browser.address = "198.51.100.8";
        assertThat(owner.password(owner.browser, false)).isEqualTo(HOME);
    }

    @Test
    @Proves("R-SES-4")
    @Defends("A19")
    void codesThatAreRelayedFromAnUnknownDeviceGiveNoTrust() {
        Owner owner = new Owner();
        var proxy = new TestBrowser(NODE);
        proxy.userAgent = owner.browser.userAgent;
        // "That was not right, once more": a second one gives none either.
        for (int i = 0; i < 2; i++) {
            assertThat(owner.password(proxy, false)).isEqualTo(SECOND);
            assertThat(owner.isOffered(proxy)).isFalse();
            assertThat(owner.second(proxy, true)).isEqualTo(HOME);
            assertThat(owner.trustedDevices()).isEmpty();
        }
        NODE.clock.advance(Devices.SETTLED);
        assertThat(owner.password(proxy, false)).isEqualTo(SECOND);
        assertThat(owner.isOffered(proxy)).isTrue();
    }

    @Test
    @Proves("R-SES-4")
    @Defends({"A19", "A12"})
    void aRecoveryCodeNeverGivesTrustAndAPasskeyAlwaysMay() {
        AppHolder owner = AppHolder.signUp(NODE);
        List<String> codes = owner.recoveryCodes();
        NODE.clock.advance(Devices.SETTLED);
        TestBrowser known = owner.half(owner.browser);
        assertThat(known.get(SECOND + "?way=1").body())
                .contains("name=\"recovery\"")
                .doesNotContain("name=\"trust\"");
        known.post(SECOND, Map.of("recovery", codes.getFirst(), "trust", "on"));
        assertThat(Holder.isSignedIn(known)).isTrue();
        assertThat(owner.facts("device.trusted")).isZero();

        known.get(HOME);
        known.prover = Prover.code(owner::code);
        var soft = owner.passkey();
        TestBrowser unknown = owner.half();
        var asked = Holder.json(unknown, "/api/sign-in/second");
        assertThat(asked.get("trusting").toString()).isEqualTo("[\"pop\"]");
        unknown.get(SECOND);
        unknown.post(
                SECOND, Map.of("passkey", soft.get(asked.get("passkeyOptions").asString()), "trust", "on"));
        assertThat(owner.facts("device.trusted")).isEqualTo(1);
        assertThat(place(Holder.trySignIn(signedOut(unknown), owner.holder.address, Holder.PASSWORD)))
                .isEqualTo(HOME);
    }

    private static TestBrowser signedOut(TestBrowser browser) {
        browser.cookies.remove("__Host-session");
        return browser;
    }

    @Test
    @Proves("R-MSG-3")
    void theHolderIsToldOfTrustAndHowToTakeItBack() {
        Owner owner = new Owner().trusted();
        assertThat(owner.facts("device.trusted")).isEqualTo(1);
        owner.isTold("A device is no longer asked for your second proof");
        assertThat(owner.holder.mails().getFirst().text())
                .contains("Two-step sign-in")
                .contains(owner.browser.address);
    }

    @Test
    @Proves("R-SES-4")
    @Defends({"A21", "A22"})
    void theCookieThatADeviceIsKnownByIsNoTrustWhoeverMadeIt() {
        Owner owner = new Owner();
        // The thief has been at the browser before the holder came to it, or has copied what was in it since.
        String planted = Tokens.create();
        owner.browser.cookies.put("__Host-device", planted);
        assertThat(owner.password(owner.browser, false)).isEqualTo(SECOND);
        assertThat(owner.second(owner.browser, false)).isEqualTo(HOME);
        owner.trusted();
        var thief = new TestBrowser(NODE);
        thief.userAgent = owner.browser.userAgent;
        thief.address = owner.browser.address;
        thief.cookies.put("__Host-device", planted);
        assertThat(owner.password(thief, false)).isEqualTo(SECOND);
        assertThat(owner.trustedDevices()).hasSize(1);
    }

    @Test
    @Proves("R-SES-4")
    @Defends("A21")
    void trustIsMadeAnewAtEachUseAndWhatWasUsedBeforeEndsIt() {
        Owner owner = new Owner().trusted();
        var thief = new TestBrowser(NODE);
        thief.userAgent = owner.browser.userAgent;
        thief.cookies.putAll(owner.browser.cookies);
        // The thief comes first, and neither knows of the other; the holder is the one who shows it.
        assertThat(owner.password(thief, false)).isEqualTo(HOME);
        assertThat(owner.password(thief, false)).isEqualTo(HOME);
        assertThat(owner.password(owner.browser, false)).isEqualTo(SECOND);
        assertThat(owner.trustedDevices()).isEmpty();
        assertThat(owner.facts("device.copy-suspected")).isEqualTo(1);
        owner.isTold("A trusted device is asked for your second proof again");
        assertThat(owner.password(thief, false)).isEqualTo(SECOND);
        assertThat(owner.password(owner.browser, false)).isEqualTo(SECOND);
        assertThat(owner.facts("device.copy-suspected")).isEqualTo(1);
    }

    @Test
    @Proves("R-SES-4")
    @Defends("A21")
    void ofManyAtOnceWithOneTokenOneIsSparedAndTheHolderIsToldOnce() {
        Owner owner = new Owner().trusted();
        var device = owner.trustedDevices().getFirst().id();
        var caller = new Caller(
                owner.browser.address,
                owner.browser.userAgent,
                new Secret(deviceCookie(owner.browser)),
                new Secret(java.util.Objects.requireNonNull(owner.browser.cookies.get("__Host-trust"))));
        var devices = NODE.bean(Devices.class);
        List<Devices.Spared> came =
                Race.of(50, i -> () -> NODE.bean(Tx.class).run(() -> devices.spare(owner.account, device, caller)));
        assertThat(came).filteredOn(Devices.Spared.Yes.class::isInstance).hasSize(1);
        assertThat(came).filteredOn(Devices.Spared.Copied.class::isInstance).hasSize(1);
        assertThat(owner.trustedDevices()).isEmpty();
    }

    @Test
    void twoAccountsTrustOneBrowser() {
        Owner one = new Owner().trusted();
        Owner other = new Owner();
        other.browser.cookies.clear();
        other.browser.cookies.putAll(one.browser.cookies);
        assertThat(other.password(other.browser, false)).isEqualTo(SECOND);
        assertThat(other.second(other.browser, false)).isEqualTo(HOME);
        other.trusted();
        one.browser.cookies.putAll(other.browser.cookies);
        assertThat(one.password(one.browser, false)).isEqualTo(HOME);
        other.browser.cookies.putAll(one.browser.cookies);
        assertThat(other.password(other.browser, false)).isEqualTo(HOME);
    }

    @Test
    @Proves("R-SES-2")
    @Defends("A21")
    @Asvs("7.4.3")
    void whoEndsTheOtherSessionsTrustsTheirDevicesNoMore() {
        Owner owner = new Owner().trusted();
        var lost = new TestBrowser(NODE);
        assertThat(owner.password(lost, false)).isEqualTo(SECOND);
        assertThat(owner.second(lost, false)).isEqualTo(HOME);
        NODE.clock.advance(Devices.SETTLED);
        assertThat(owner.password(lost, false)).isEqualTo(SECOND);
        assertThat(owner.second(lost, true)).isEqualTo(HOME);
        assertThat(owner.password(owner.browser, false)).isEqualTo(HOME);
        assertThat(owner.trustedDevices()).hasSize(2);

        assertThat(owner.browser.get("/account/devices").body()).contains("Authenticator app");
        assertThat(place(owner.browser.post("/account/sessions/others/removal", Map.of())))
                .isEqualTo("/account/devices?done=others");
        assertThat(owner.password(lost, false)).isEqualTo(SECOND);
        assertThat(owner.password(owner.browser, false)).isEqualTo(HOME);

        owner.browser.get("/account/devices");
        assertThat(place(owner.browser.post("/account/sessions/removal", Map.of())))
                .isEqualTo("/signed-out");
        assertThat(owner.password(owner.browser, false)).isEqualTo(SECOND);
        assertThat(owner.facts("device.distrusted")).isEqualTo(2);
    }

    @Test
    @Proves("R-SES-3")
    void theListOfSessionsHasAWordForEveryProof() {
        var texts = NODE.bean(Texts.class);
        for (Proofs.Kind kind : Proofs.Kind.values()) {
            for (Language language : Language.values()) {
                assertThat(texts.get(language, "session.factor." + kind.amr())).isNotEmpty();
            }
        }
    }

    @Test
    @Proves("R-REC-3")
    @Defends({"A21", "A33"})
    void whoObjectsTrustsNoDeviceAnyMore() {
        Owner owner = new Owner().trusted();
        TestBrowser thief = owner.browser;
        String thiefs = Holder.newAddress();
        thief.get("/account/contacts");
        thief.post("/account/contacts", Map.of("identifier", thiefs));
        thief.get("/account/contacts/new/code");
        thief.post("/account/contacts/new/code", Map.of("code", Holder.code(thief, thiefs)));
        String first = Holder.json(thief, "/api/contacts")
                .valueStream()
                .filter(c -> c.get("primary").asBoolean())
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
        thief.get("/account/contacts");
        assertThat(place(thief.post("/account/contacts/" + first + "/removal", Map.of())))
                .isEqualTo("/account/contacts?done=removed");
        Holder.await("the link", () -> owner.holder.mails().getFirst().text().contains("/objections/"));
        assertThat(owner.trustedDevices()).hasSize(1);
        var reader = new TestBrowser(NODE);
        String link = owner.holder.mails().getFirst().objection();
        reader.get(link);
        assertThat(reader.post(link, Map.of()).statusCode()).isEqualTo(200);
        assertThat(owner.trustedDevices()).isEmpty();
        assertThat(owner.password(thief, false)).isEqualTo(SECOND);
    }

    private static String deviceCookie(TestBrowser browser) {
        return browser.cookies.entrySet().stream()
                .filter(c -> c.getKey().contains("device"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
