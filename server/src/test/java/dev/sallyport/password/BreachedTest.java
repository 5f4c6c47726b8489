package dev.sallyport.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.password.Passwords.Check;
import dev.sallyport.password.Passwords.Judgement;
import dev.sallyport.password.Passwords.Reason;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node with the operator's file of breached passwords, and a range service at which nobody answers.
class BreachedTest {
    private static final String BREACHED = "walrus pencil tomorrow fence";
    private static final String UNHARMED = "seven boats & one harbour";

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestNode node;

    private final Passwords passwords = node.bean(Passwords.class);
    private final AccountId account = AccountId.create(node.clock.instant());

    @BeforeAll
    static void start() throws IOException {
        list(BREACHED);
        node = TestNode.start(
                new TestClock(),
                Map.of(
                        "password.breach-file",
                        folder.resolve("breached.txt").toString(),
                        "password.breach-api",
                        "http://127.0.0.1:1/range"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void list(String... breached) throws IOException {
        var hashes = new TreeSet<String>();
        for (String password : breached) {
            hashes.add(Breaches.sha1(password.getBytes(StandardCharsets.UTF_8)) + ":3");
        }
        for (int i = 0; i < 1_000; i++) {
            hashes.add(Breaches.sha1(("filler " + i).getBytes(StandardCharsets.UTF_8)) + ":1");
        }
        Files.write(folder.resolve("breached.txt"), hashes);
    }

    private Passwords.Check right(boolean breached, boolean fits, boolean renewed) {
        return new Check.Right(
                breached, fits, renewed, passwords.changedAt(account).orElseThrow());
    }

    @Test
    @Proves("R-PW-2")
    @Asvs("6.2.12")
    void aBreachedPasswordIsRefusedWithItsReason() {
        assertThat(passwords.judge(new Secret(BREACHED), List.of()))
                .isEqualTo(new Judgement.Bad(List.of(Reason.of(Reason.Kind.BREACHED))));
    }

    @Test
    void anOutageOfTheServiceSaysNothingWrong() {
        assertThat(passwords.judge(new Secret(UNHARMED), List.of())).isEqualTo(new Judgement.Good());
        passwords.set(account, new Secret(UNHARMED), Lane.KNOWN);
        assertThat(passwords.check(account, new Secret(UNHARMED), Lane.KNOWN)).isEqualTo(right(false, true, false));
    }

    @Test
    @Defends("A1")
    @Asvs("6.2.10")
    void aPasswordThatBecomesKnownIsRightAndMarkedAtTheNextSignInOfAnotherDay() throws IOException {
        String later = "candle orbit meadow thirty";
        passwords.set(account, new Secret(later), Lane.KNOWN);
        assertThat(passwords.check(account, new Secret(later), Lane.KNOWN)).isEqualTo(right(false, true, false));
        try {
            list(BREACHED, later);
            node.clock.advance(Duration.ofHours(25));
            assertThat(passwords.check(account, new Secret(later), Lane.KNOWN)).isEqualTo(right(true, true, false));
            assertThat(passwords.facts(account).orElseThrow().breached()).isTrue();
        } finally {
            list(BREACHED);
        }
        // A new one starts with a clean record.
        passwords.set(account, new Secret(UNHARMED), Lane.KNOWN);
        assertThat(passwords.facts(account).orElseThrow().breached()).isFalse();
    }

    @Test
    @Defends("A1")
    void aStolenPairOpensNothingButTheWayToANewPassword() throws IOException {
        Holder holder = Holder.signUp(node);
        try {
            list(BREACHED, Holder.PASSWORD);
            node.clock.advance(Duration.ofHours(25));
            var thief = new TestBrowser(node);
            var answer = Holder.trySignIn(thief, holder.address, Holder.PASSWORD);
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).hasValue("/sign-in/contact-code");
            assertThat(Holder.isSignedIn(thief)).isFalse();
        } finally {
            list(BREACHED);
        }
    }
}
