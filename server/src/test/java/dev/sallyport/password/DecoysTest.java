package dev.sallyport.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.argon2.Argon2Parameters;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCrypt;

/// What a check costs for an account that does not exist, while hashes of several kinds are in use.
@Proves({"R-ID-2", "R-PW-3"})
@Defends("A5")
@Asvs("6.3.8")
class DecoysTest {
    @Test
    void accountsThatDoNotExistHaveHashesOfTheSameKindsAsThoseThatDo() {
        try (var node = TestNode.startAlone(new TestClock(), Map.of())) {
            var hashes = node.bean(Hashes.class);
            var passwords = node.bean(Passwords.class);
            var nobodies = new ArrayList<AccountId>();
            for (int i = 0; i < 400; i++) {
                nobodies.add(new AccountId(UUID.randomUUID()));
            }
            assertThat(nobodies)
                    .allSatisfy(nobody -> assertThat(kind(hashes, nobody))
                            .isEqualTo(new Argon2Parameters(47_104, 1, 1, 32).toString()));

            for (int i = 0; i < 3; i++) {
                AccountId imported = AccountId.create(node.clock.instant());
                passwords.adopt(imported, BCrypt.hashpw("an older one", BCrypt.gensalt(5)), node.clock.instant());
            }
            passwords.set(AccountId.create(node.clock.instant()), new Secret("seven boats & one harbour"), Lane.KNOWN);
            node.clock.advance(Decoys.KEPT.plusSeconds(1));
            Holder.await("they are counted", () -> share(hashes, nobodies) > 0);
            // Three of four, as among the accounts; and each number keeps its kind.
            assertThat(share(hashes, nobodies)).isBetween(0.6, 0.9);
            List<String> before = nobodies.stream().map(n -> kind(hashes, n)).toList();
            assertThat(nobodies.stream().map(n -> kind(hashes, n)).toList()).isEqualTo(before);
            // A password that fits somebody's does not fit nobody's.
            assertThat(nobodies.subList(0, 20))
                    .allSatisfy(nobody -> assertThat(passwords.check(nobody, new Secret("an older one"), Lane.STRANGER))
                            .isEqualTo(new Passwords.Check.Wrong()));
        }
    }

    private static double share(Hashes hashes, List<AccountId> nobodies) {
        return nobodies.stream()
                        .filter(n -> kind(hashes, n).equals("BcryptHash"))
                        .count()
                / (double) nobodies.size();
    }

    private static String kind(Hashes hashes, AccountId nobody) {
        return switch (StoredHash.parse(hashes.decoy(nobody).hash())) {
            case StoredHash.Argon2id ours -> ours.hash().parameters().toString();
            case StoredHash other -> other.toString();
        };
    }
}
