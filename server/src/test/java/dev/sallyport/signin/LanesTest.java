package dev.sallyport.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose count a wrong password goes to, and whom it therefore cannot keep out or give away.
class LanesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestNode node = TestNode.shared();

    private static int wrong(TestNode node, String identifier) {
        return Holder.trySignIn(new TestBrowser(node), identifier, "wrong wrong wrong wrong " + System.nanoTime())
                .statusCode();
    }

    private int right(String identifier) {
        return Holder.trySignIn(new TestBrowser(node), identifier, Holder.PASSWORD)
                .statusCode();
    }

    private static String addPhone(Holder owner) {
        String phone = "+49151" + ThreadLocalRandom.current().nextInt(10_000_000, 100_000_000);
        owner.browser.get("/account/contacts");
        owner.browser.post("/account/contacts", Map.of("identifier", phone));
        owner.browser.get("/account/contacts/new/code");
        var added = owner.browser.post("/account/contacts/new/code", Map.of("code", Holder.code(owner.browser, phone)));
        assertThat(added.headers().firstValue("Location")).hasValue("/account/contacts?done=added");
        return phone;
    }

    @Test
    @Proves({"R-ID-2", "R-RL-2"})
    @Defends("A5")
    @Asvs("6.3.8")
    void theWaitOfAnAddressDoesNotTellWhichNumberBelongsToTheSameAccount() {
        Holder owner = Holder.signUp(node);
        String phone = addPhone(owner);
        for (int i = 0; i < Attempts.FREE; i++) {
            assertThat(wrong(node, owner.address)).isEqualTo(422);
        }
        assertThat(wrong(node, owner.address)).isEqualTo(429);
        assertThat(wrong(node, phone)).isEqualTo(422);
        assertThat(right(phone)).isEqualTo(303);
        // Nor does the way in by the number open the address.
        assertThat(right(owner.address)).isEqualTo(429);
    }

    @Test
    @Proves({"R-RL-2", "R-ID-2"})
    @Defends({"A3", "A5", "A4"})
    void overAllAddressesStrangersHaveFiftyTriesAndAreThenWrongWhateverTheyKnow() {
        Holder owner = Holder.signUp(node);
        String phone = addPhone(owner);
        for (int i = 0; i < Attempts.MOST; i++) {
            assertThat(wrong(node, i % 2 == 0 ? owner.address : phone))
                    .as("failure " + i)
                    .isEqualTo(422);
            node.clock.advance(HOUR);
        }
        Holder.await(
                "the owner is told",
                () -> Holder.count(owner.browser, owner.address, "Sign-ins from unknown devices are switched off")
                        == 1);
        long hashes = hashes();
        assertThat(right(owner.address)).isEqualTo(422);
        assertThat(right(phone)).isEqualTo(422);
        assertThat(hashes() - hashes).isEqualTo(2);
        owner.again();
        assertThat(owner.isSignedIn()).isTrue();
    }

    private long hashes() {
        return node.bean(MeterRegistry.class)
                .get("sallyport.password.hash")
                .timer()
                .count();
    }

    @Test
    @Proves({"R-ID-2", "R-RL-1"})
    @Defends("A5")
    void aRotationOfTheKeysLetsNoCountBeginAnew(@TempDir Path folder) {
        Path ring = folder.resolve("ring.json");
        try (var alone = TestNode.startAlone(new TestClock(), Map.of("keys.file", ring.toString()))) {
            String known = Holder.signUp(alone).address;
            String unknown = Holder.newAddress();
            for (String address : new String[] {known, unknown}) {
                for (int i = 0; i < Attempts.FREE; i++) {
                    assertThat(wrong(alone, address)).isEqualTo(422);
                }
            }
            new KeyRingFile(new Config.Keys(ring, null, null, "sallyport", null)).rotate(alone.clock.instant());
            // The new key is read and settles, and the first wait is over.
            alone.clock.advance(Duration.ofMinutes(3));
            for (String address : new String[] {known, unknown}) {
                assertThat(wrong(alone, address)).as(address).isEqualTo(422);
                assertThat(wrong(alone, address)).as(address).isEqualTo(429);
            }
        }
    }

    @Test
    @Proves({"R-RL-1", "R-RL-2"})
    @Defends({"A4", "A1"})
    @Asvs("6.1.1")
    void aNetworkThatStrangersHaveUsedUpKeepsNoKnownDeviceOut() {
        Holder owner = Holder.signUp(node);
        var crowd = new TestBrowser(node);
        crowd.get("/sign-in");
        int status = 422;
        for (int i = 0; status != 429; i++) {
            assertThat(i).isLessThan(70);
            status = crowd.post("/sign-in", Map.of("identifier", "n" + i + "@net.examplex.com", "password", "p " + i))
                    .statusCode();
        }
        owner.browser.address = crowd.address;
        owner.again();
        assertThat(owner.isSignedIn()).isTrue();
        // What the account knows is the device, not the address: a stranger there gets nothing by naming it.
        assertThat(crowd.post("/sign-in", Map.of("identifier", owner.address, "password", Holder.PASSWORD))
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    @Proves("R-RL-1")
    @Defends("A1")
    void aKnownDeviceHasALimitOfItsOwn() {
        Holder owner = Holder.signUp(node);
        owner.browser.get("/sign-in");
        int looked = 0;
        for (int i = 0; i < 65; i++) {
            owner.browser.cookies.remove("__Host-session");
            var answer = Holder.trySignIn(owner.browser, owner.address, Holder.PASSWORD);
            looked += answer.statusCode() == 303 ? 1 : 0;
        }
        assertThat(looked).isBetween(55, 61);
    }

    @Test
    @Proves({"R-RL-1", "R-RL-2"})
    @Defends({"A4", "A21"})
    void guessesInASessionSpendNothingThatTheOwnerNeedsElsewhere() {
        Holder owner = Holder.signUp(node);
        TestBrowser elsewhere = owner.elsewhere();
        var shared = new TestBrowser(node);
        shared.get("/sign-in");
        assertThat(shared.post(
                                "/sign-in",
                                Map.of("identifier", owner.address, "password", Holder.PASSWORD, "shared", "on"))
                        .statusCode())
                .isEqualTo(303);
        var refused = node.bean(MeterRegistry.class).counter("sallyport.audit.refused", "kind", "stepup.failed");
        for (TestBrowser thief : new TestBrowser[] {owner.browser, shared}) {
            double before = refused.count();
            for (int i = 0; i < Attempts.FREE; i++) {
                assertThat(prove(thief, "a guess in a stolen session " + i)).isEqualTo(422);
            }
            assertThat(prove(thief, Holder.PASSWORD)).isEqualTo(429);
            assertThat(refused.count()).isEqualTo(before + 1);
        }
        // Another session, the same device, a new device.
        assertThat(prove(elsewhere, Holder.PASSWORD)).isEqualTo(303);
        owner.again();
        assertThat(right(owner.address)).isEqualTo(303);
    }

    private static int prove(TestBrowser browser, String password) {
        return browser.proveAgain(password).statusCode();
    }
}
