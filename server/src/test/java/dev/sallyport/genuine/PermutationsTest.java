package dev.sallyport.genuine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.genuine.Verdict.Kind;
import dev.sallyport.testing.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Twenty names that nobody has, and all that could be made of them.
@Proves("R-PHI-1")
class PermutationsTest {
    private static final List<String> BRANDS = List.of(
            "examplex.com",
            "koinvara.com",
            "tradelune.io",
            "vaultoria.com",
            "bitferno.net",
            "marlowex.com",
            "quantrove.com",
            "ledgerfin.org",
            "novabourse.com",
            "zephyrcoin.io",
            "altimint.com",
            "cryptova.de",
            "silverstrand.com",
            "orbitrade.co.uk",
            "polarvest.com",
            "hexmarket.io",
            "tokenquay.com",
            "brightpier.net",
            "deltavane.com",
            "sunforge.exchange");

    @Test
    void nearlyAllThatIsMadeOfOurNamesIsKnownForWhatItIs() {
        var judge = new LinkJudge(new Official(Set.copyOf(BRANDS)));
        var missed = new ArrayList<String>();
        int all = 0;
        for (String brand : BRANDS) {
            Map<Integer, Set<String>> made = new Permutations(Suffixes.of(brand).orElseThrow()).all();
            assertThat(made).hasSize(21);
            for (var one : made.entrySet()) {
                for (String host : one.getValue()) {
                    all++;
                    if (judge.of("https://" + host + "/").kind() != Kind.LOOK_ALIKE) {
                        missed.add(one.getKey() + " " + host);
                    }
                }
            }
        }
        assertThat(all).isGreaterThan(5_000);
        assertThat(missed.size() / (double) all)
                .as(
                        "%s of %s; %s",
                        missed.size(), all, missed.stream().limit(100).collect(Collectors.joining(", ")))
                .isLessThanOrEqualTo(0.01);
    }
}
