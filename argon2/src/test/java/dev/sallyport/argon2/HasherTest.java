package dev.sallyport.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HasherTest {

    private static final Argon2Parameters COST = new Argon2Parameters(256, 2, 1, 32);
    private static final byte[] SALT = new byte[16];

    private static Argon2 argon2;

    @BeforeAll
    static void start() {
        argon2 = Argon2.start(Choice.AUTO, line -> {});
        argon2.ready().join();
    }

    @Test
    void manyThreadsEachWithItsOwnHasherAgreeWithTheReferee() throws Exception {
        assertThat(inParallel(() -> argon2.newHasher()))
                .allSatisfy(wrong -> assertThat(wrong).isEmpty());
    }

    @Test
    void threadsThatShareAHasherWaitForEachOtherAndGetRightBytes() throws Exception {
        try (Hasher shared = argon2.newHasher()) {
            assertThat(inParallel(() -> shared))
                    .allSatisfy(wrong -> assertThat(wrong).isEmpty());
        }
    }

    @Test
    void theArgumentsAreNotChanged() {
        byte[] password = {1, 2, 3};
        byte[] secret = {4, 5};
        try (Hasher hasher = argon2.newHasher()) {
            hasher.hash(password, SALT, secret, secret, COST);
        }
        assertThat(password).containsExactly(1, 2, 3);
        assertThat(secret).containsExactly(4, 5);
        assertThat(SALT).containsOnly(0);
    }

    @Test
    void aStoredHashMatchesItsPasswordAndNoOther() {
        try (Hasher hasher = argon2.newHasher()) {
            byte[] pepper = {9};
            EncodedHash stored = new EncodedHash(COST, SALT, hasher.hash(number(1), SALT, pepper, null, COST));

            assertThat(hasher.matches(stored, number(1), pepper)).isTrue();
            assertThat(hasher.matches(stored, number(2), pepper)).isFalse();
            assertThat(hasher.matches(stored, number(1), null)).isFalse();
        }
    }

    @Test
    void aClosedHasherRefusesWorkAndHoldsNoMemory() {
        Hasher hasher = argon2.newHasher();
        hasher.hash(number(1), SALT, null, null, COST);
        hasher.close();

        assertThat(hasher.engine())
                .isInstanceOfSatisfying(
                        Argon2id.class,
                        engine -> assertThat(engine.memory().words()).isEmpty());
        assertThatThrownBy(() -> hasher.hash(number(1), SALT, null, null, COST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("This Argon2 hasher is closed");
    }

    /// Four threads, fifty passwords each; the numbers of those whose bytes were wrong.
    private static List<List<Integer>> inParallel(Callable<Hasher> hashers) throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<Integer>>> running = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int first = 50 * t;
                running.add(threads.submit(() -> {
                    Engine referee = new BouncyCastleArgon2id();
                    Hasher hasher = hashers.call();
                    List<Integer> wrong = new ArrayList<>();
                    for (int i = first; i < first + 50; i++) {
                        byte[] expected = referee.hash(number(i), SALT, null, null, COST);
                        if (!Arrays.equals(hasher.hash(number(i), SALT, null, null, COST), expected)) {
                            wrong.add(i);
                        }
                    }
                    return wrong;
                }));
            }
            List<List<Integer>> all = new ArrayList<>();
            for (Future<List<Integer>> one : running) {
                all.add(one.get());
            }
            return all;
        }
    }

    private static byte[] number(int i) {
        return new byte[] {(byte) i, (byte) (i >> 8), 7};
    }
}
