package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Oathtool;
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
            bindings.begin(account, bound, "Phone");
            String bindingKey =
                    bindings.pending(account, bound).orElseThrow().keyInGroups().replace(" ", "");
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
            assertThat(password(browser, false)).isEqualTo(SECOND);
            assertThat(second(browser, true)).isEqualTo(HOME);
            assertThat(password(browser, false)).isEqualTo(HOME);
            browser.get(HOME);
            return this;
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
        assertThat(other.password(thief, false)).isEqualTo(SECOND);
    }

    @Test
    @Defends("A21")
    void withThePasswordItIsNotSparedElsewhereInAnotherBrowser() {
        Owner owner = new Owner().trusted();
        var thief = new TestBrowser(NODE);
        thief.userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
        thief.address = "198.51.100.7";
        thief.cookies.put("__Host-device", deviceCookie(owner.browser));
        assertThat(owner.password(thief, false)).isEqualTo(SECOND);
        // A new network alone is a journey.
        owner.browser.address = "198.51.100.8";
        assertThat(owner.password(owner.browser, false)).isEqualTo(HOME);
    }

    private static String deviceCookie(TestBrowser browser) {
        return browser.cookies.entrySet().stream()
                .filter(c -> c.getKey().contains("device"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
