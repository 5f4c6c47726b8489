package dev.sallyport;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.http.Act;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tables of docs/policies.md are what the code does.
class PoliciesTest {
    private static final Path PAGE = Path.of("../docs/policies.md");

    /// What accounts have, from the least to the most.
    private static final List<Set<Kind>> ACCOUNTS = List.of(
            EnumSet.of(Kind.PASSWORD),
            EnumSet.of(Kind.PASSWORD, Kind.MESSAGE_CODE),
            EnumSet.of(Kind.PASSWORD, Kind.TOTP),
            EnumSet.of(Kind.PASSWORD, Kind.TOTP, Kind.MESSAGE_CODE, Kind.RECOVERY_CODE),
            EnumSet.of(Kind.PASSWORD, Kind.PASSKEY),
            EnumSet.complementOf(EnumSet.of(Kind.CONTACT_CODE)),
            EnumSet.of(Kind.PASSKEY));

    private static String word(Kind kind) {
        return switch (kind) {
            case PASSWORD -> "password";
            case CONTACT_CODE -> "code to the address";
            case MESSAGE_CODE -> "text";
            case RECOVERY_CODE -> "recovery code";
            case TOTP -> "app";
            case PASSKEY -> "passkey";
        };
    }

    private static Stream<Kind> strongestFirst(Set<Kind> kinds) {
        return kinds.stream().sorted(Comparator.reverseOrder());
    }

    private static String signIn(Set<Kind> held, boolean knownDevice) {
        String password = ProofPolicy.atSignIn(held, knownDevice).stream()
                .map(PoliciesTest::word)
                .collect(joining(" or "));
        return Stream.of(
                        held.contains(Kind.PASSKEY) ? "passkey" : "",
                        held.contains(Kind.PASSWORD)
                                ? password.isEmpty() ? "password" : "password, then " + password
                                : "")
                .filter(way -> !way.isEmpty())
                .collect(joining("; "));
    }

    private static String act(Set<Kind> held, Act.About about, boolean settled) {
        String ways = ProofPolicy.forAct(held, about, settled).stream()
                .map(way -> strongestFirst(way).map(PoliciesTest::word).collect(joining(" + ")))
                .collect(joining(" or "));
        return ways.isEmpty() ? "nothing will do" : ways;
    }

    @Test
    @Proves({"R-SU-1", "R-PK-2", "R-OOB-1"})
    @Asvs({"6.1.3", "6.3.4"})
    void theTableOfProofsIsWhatAccountsAreAskedFor() throws IOException {
        var table = new StringBuilder("""
                | an account with | sign-in, known device | sign-in, new device | proofs, addresses | its data, its end | both, new device | money |
                |---|---|---|---|---|---|---|
                """);
        for (Set<Kind> held : ACCOUNTS) {
            table.append(Stream.of(
                            strongestFirst(held).map(PoliciesTest::word).collect(joining(", ")),
                            signIn(held, true),
                            signIn(held, false),
                            act(held, Act.About.PROOFS, true),
                            act(held, Act.About.ACCOUNT, true),
                            act(held, Act.About.PROOFS, false),
                            act(held, Act.About.MONEY, true))
                    .collect(joining(" | ", "| ", " |\n")));
        }
        assertThat(Files.readString(PAGE)).contains(table);
    }

    @Test
    @Proves("R-SU-1")
    @Asvs({"7.5.1", "7.5.3"})
    void theTableOfActsNamesEachWithItsAddresses() throws IOException {
        var table = new StringBuilder("""
                | act | about | where it is done |
                |---|---|---|
                """);
        for (Act act : acts()) {
            table.append("| `%s` | %s | %s |\n".formatted(act.label(), about(act.about()), places(act)));
        }
        assertThat(Files.readString(PAGE)).contains(table);
    }

    @Test
    @Proves("R-SU-1")
    @Asvs({"7.5.1", "7.5.3"})
    void whatAsksForAFreshProofSaysWhatForAndEveryActIsDoneSomewhere() {
        assertThat(Routes.all())
                .filteredOn(route -> route.guard().startsWith("FRESH_PROOF"))
                .isNotEmpty()
                .allMatch(route -> route.guard().startsWith("FRESH_PROOF("));
        assertThat(acts()).allSatisfy(act -> {
            assertThat(places(act)).as(act.label()).isNotEmpty();
            assertThat(act.about()).isNotEqualTo(Act.About.NOTHING);
        });
    }

    private static List<Act> acts() {
        return Arrays.stream(Act.values())
                .filter(act -> act != Act.NONE && act != Act.AGAIN)
                .toList();
    }

    private static String about(Act.About about) {
        return switch (about) {
            case NOTHING -> "nothing";
            case PROOFS -> "proofs, addresses";
            case ACCOUNT -> "its data, its end";
            case MONEY -> "money";
            case TWO_STRONG -> "passkey and app";
        };
    }

    private static String places(Act act) {
        return Routes.all().stream()
                .filter(route -> route.guard().equals("FRESH_PROOF(" + act.label() + ")"))
                .map(route -> "`" + route.method() + " " + route.url() + "`")
                .sorted()
                .collect(joining(", "));
    }
}
