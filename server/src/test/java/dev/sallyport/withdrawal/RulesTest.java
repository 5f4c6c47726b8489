package dev.sallyport.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.http.Refused;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.WithdrawalRequest;
import dev.sallyport.wire.WithdrawalTerms;
import dev.sallyport.withdrawal.Sums.Grain;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pure rules: numbers, the table, windows, and the one form of the terms.
class RulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "+1",
                "-1",
                "1e3",
                "1E3",
                "01",
                "00",
                ".5",
                "5.",
                "1.0",
                "1.50",
                "1,5",
                "1_000",
                "0x1",
                "NaN",
                "Infinity",
                "١",
                "1٫5",
                "1.5.5",
                "1234567890123456789",
                "1234567890123456789012345678901234567890",
                "0.1234567890123456789012345678901234567890",
                "-0",
                "1e-3",
                " ",
                "0.1234567890123456789",
                "1\n"
            })
    @Proves("R-TX-1")
    void aNumberHasOneWayToBeWritten(String text) {
        assertThat(Decimal.read(text)).isEmpty();
    }

    @Property
    @Proves("R-TX-1")
    void whatIsWrittenTheOneWayIsReadAndWrittenBackTheSame(
            @ForAll @LongRange(min = 0) long digits, @ForAll @IntRange(max = 18) int scale) {
        String text = new BigDecimal(java.math.BigInteger.valueOf(digits / 10), scale)
                .stripTrailingZeros()
                .toPlainString();
        assertThat(Decimal.read(text))
                .hasValueSatisfying(n -> assertThat(n.toPlainString()).isEqualTo(text));
        assertThat(Decimal.read(text + "0").map(BigDecimal::toPlainString)).isNotEqualTo(Decimal.read(text));
        assertThat(Decimal.isTyped(" " + text.replace('.', ',') + " ", new BigDecimal(text)))
                .isTrue();
        assertThat(Decimal.isTyped(text + "1", new BigDecimal(text))).isFalse();
    }

    /// The SDK's test has the same number, and both have it from another program's RFC 8785.
    @Test
    @Proves("R-TX-2")
    void theTermsHaveOneForm() {
        var request = new WithdrawalRequest(
                "019b2f40-11c2-7a6e-8a51-5b1f0d6c2b90",
                "on-chain",
                "BTC",
                "bitcoin",
                "0.015",
                "900",
                "0.0001",
                "bc1q\"\\/é😀\u2028",
                "a\tb\u0001",
                "2001:db8::1",
                "019b2f4d-90aa-7b02-8f0e-6d0f3e9a1c44",
                null);
        var terms = new WithdrawalTerms(
                "019b2f4e-5c1a-7d10-9c55-0a3b8f1f2f61", "AAECAwQFBgcICQoLDA0ODw", 1773480413, request);
        assertThat(terms.hash()).isEqualTo("fO2ONvJtGNMZXKtxGkJbcpBnTUr5z3UG_QTvOgu-EUA");
    }

    private static Policy ours() throws IOException {
        return good(Files.readAllLines(Path.of("src/main/resources/withdrawal/policy.tsv")));
    }

    private static Policy good(List<String> lines) {
        return ((Policy.Read.Good) Policy.read(lines)).policy();
    }

    private static Case one(Exit exit, String value, Sums sums, boolean payee, boolean device, boolean changed) {
        return new Case(exit, "BTC", new BigDecimal(value), sums, payee, device, changed);
    }

    private static Sums day(String value, int times) {
        return new Sums(
                Stream.of(Grain.values())
                        .map(grain -> new Sums.Part(grain, Exit.P2P, "EUR", new BigDecimal(value), times))
                        .toList(),
                List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "CONVERT,  0,      0,      1, NONE",
        "CONVERT,  10000,  0,      1, NONE",
        "CONVERT,  10001,  0,      1, CONFIRM",
        "ON_CHAIN, 0,      0,      1, CONFIRM",
        "INTERNAL, 1000,   0,      1, NONE",
        "INTERNAL, 1001,   0,      1, CONFIRM",
        "CONVERT,  1,      0,     10, CONFIRM",
        "ON_CHAIN, 50000,  0,      1, CONFIRM",
        "ON_CHAIN, 50001,  0,      1, TWO_PEOPLE",
        // Whichever way the rest has left.
        "ON_CHAIN, 1,  50000,      1, TWO_PEOPLE",
        "GIFT,     1, 250000,      1, REFUSE",
        "FIAT,     1,      0,     50, HOLD"
    })
    @Proves("R-TX-4")
    @Defends("A53")
    void theShippedTableAsksForMoreTheMoreLeavesByWhateverExit(
            Exit exit, String value, String before, int times, Demand demand) throws IOException {
        assertThat(ours().judge(one(exit, value, day(before, times), false, false, false), false)
                        .demand())
                .isEqualTo(demand);
    }

    @Test
    void theShippedTableAsksForMoreWhereSomethingIsNew() throws IOException {
        Sums none = new Sums(List.of(), List.of());
        assertThat(ours().judge(one(Exit.INTERNAL, "0", none, true, false, false), false))
                .isEqualTo(new Policy.Verdict(Demand.CONFIRM, List.of(Measure.NEW_PAYEE)));
        assertThat(ours().judge(one(Exit.CONVERT, "10001", none, false, true, false), false))
                .isEqualTo(new Policy.Verdict(Demand.HOLD, List.of(Measure.NEW_DEVICE)));
        var held = one(Exit.ON_CHAIN, "10001", none, false, false, true);
        assertThat(ours().judge(held, false).demand()).isEqualTo(Demand.HOLD);
        assertThat(ours().judge(held, true).demand()).as("it has waited").isEqualTo(Demand.CONFIRM);
    }

    /// Whatever is new holds a day's sum, and only what the line names.
    @ParameterizedTest
    @CsvSource({
        "9000, true,  false, false, HOLD",
        "9000, false, true,  false, HOLD",
        "9000, false, false, true,  HOLD",
        "9000, false, false, false, CONFIRM",
        "8000, true,  true,  true,  CONFIRM"
    })
    @Proves("R-TX-4")
    @Defends("A53")
    void splittingGainsNothing(String before, boolean payee, boolean device, boolean changed, Demand demand) {
        Policy policy = good(List.of(
                "* BTC new-payee 10000 hold",
                "* BTC new-device 10000 hold",
                "* BTC changed 10000 hold",
                "* BTC amount 0 confirm"));
        var left = new Sums.Part(Grain.HOUR, Exit.GIFT, "BTC", new BigDecimal(before), 9);
        var other = new Sums.Part(Grain.HOUR, Exit.GIFT, "EUR", new BigDecimal(5_000), 9);
        var sums = new Sums(List.of(left, other), List.of(left, other));
        assertThat(policy.judge(one(Exit.ON_CHAIN, "1001", sums, payee, device, changed), false)
                        .demand())
                .isEqualTo(demand);
        var known = new Sums(List.of(left, other), List.of());
        assertThat(policy.judge(one(Exit.ON_CHAIN, "1001", known, true, false, false), false)
                        .demand())
                .as("what went to destinations that are known")
                .isEqualTo(Demand.CONFIRM);
    }

    @Test
    void aLineHoldsForTheExitsAndAssetsThatItNames() {
        Policy policy = good(List.of("p2p EUR day 10 refuse", "* BTC hour-count 1 confirm"));
        var past = day("10", 1);
        assertThat(policy.judge(new Case(Exit.P2P, "EUR", BigDecimal.ONE, past, false, false, false), false)
                        .demand())
                .isEqualTo(Demand.REFUSE);
        assertThat(policy.judge(new Case(Exit.GIFT, "EUR", BigDecimal.ZERO, past, false, false, false), true))
                .as("what no line names does not leave")
                .isEqualTo(new Policy.Verdict(Demand.REFUSE, List.of()));
        assertThat(policy.judge(new Case(Exit.P2P, "BTC", BigDecimal.TEN, past, false, false, false), false)
                        .demand())
                .isEqualTo(Demand.NONE);
    }

    @Test
    void aTableThatCannotBeReadOrAsksForNothingIsRefusedWithEveryMistake() {
        var read = (Policy.Read.Bad) Policy.read(List.of(
                "# fine",
                "",
                "on-chain BTC amount 0",
                "on-chain BTC amount 1e3 confirm",
                "offline BTC amount 0 confirm",
                "gift B/C amount 0 confirm",
                "gift * size 0 confirm",
                "gift * amount 0 ask",
                "gift * amount 0 confirm"));
        assertThat(read.mistakes()).hasSize(6).allMatch(m -> m.matches("line [3-8] is not: .*"));
        assertThat(Policy.read(List.of())).isInstanceOf(Policy.Read.Bad.class);
        assertThat(Policy.read(List.of("gift * amount 0 none"))).isInstanceOf(Policy.Read.Bad.class);
    }

    /// Never less than the window holds.
    @Property
    @Proves("R-TX-1")
    void aWindowCountsEveryBucketThatReachesIntoIt(
            @ForAll @LongRange(min = 1_700_000_000_000L, max = 1_900_000_000_000L) long nowMillis,
            @ForAll @IntRange(max = 86_400 * 31) int ago) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        Instant at = now.minusSeconds(ago);
        for (Grain grain : Grain.values()) {
            long window = grain == Grain.MINUTES ? 3_600 : grain == Grain.HOUR ? 86_400 : 86_400 * 30;
            if (ago < window) {
                assertThat(grain.start(at)).isAfter(grain.since(now));
            }
        }
    }

    @Test
    void destinationsAreShownInGroupsWithTheirEndsMarked() {
        assertThat(Grouped.of("abcdefghij").stream().map(g -> (g.end() ? "!" : "") + g.text()))
                .containsExactly("!abcd", "efgh", "!ij");
        assertThat(Grouped.of(Exchange.ADDRESS).stream()
                        .map(Grouped.Group::text)
                        .collect(Collectors.joining()))
                .isEqualTo(Exchange.ADDRESS);
        assertThat(Grouped.of("😀😀😀😀😀").getFirst().text()).isEqualTo("😀😀😀😀");
        assertThat(Grouped.ends(Exchange.ADDRESS)).isEqualTo("bc1q...5mdq");
        assertThat(Grouped.ends("short")).isEqualTo("short");
    }

    @Test
    @Proves("R-TX-1")
    void everyMistakeInARequestIsSaidAtOnce() {
        var nothing = new WithdrawalRequest(null, null, null, null, null, null, null, null, null, null, null, null);
        Assertions.assertThatThrownBy(() -> Asked.read(nothing))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.mistakes().all().stream().map(m -> m.field()))
                                .containsExactly(
                                        "account",
                                        "kind",
                                        "asset",
                                        "network",
                                        "amount",
                                        "value",
                                        "feeCap",
                                        "destination",
                                        "address",
                                        "session"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "account, 1-1-1-1-1",
                "account, 019B2F40-11C2-7A6E-8A51-5B1F0D6C2B90",
                "kind, ON_CHAIN",
                "asset, B/C",
                "network, `a b`",
                "amount, 0",
                "amount, 1e3",
                "value, 0.12345678901",
                "feeCap, -1",
                "destination, ` bc1q`",
                "destination, bc1q\u202Eabc",
                "destination, bc1q\u200Babc",
                "destination, `bc1q\nabc`",
                "memo, ``",
                "address, nowhere",
                "session, x",
                "client, Bot"
            })
    void whatCouldBeReadInTwoWaysIsRefused(String field, String value) {
        var right = new java.util.TreeMap<String, Object>(
                Exchange.request("019b2f40-11c2-7a6e-8a51-5b1f0d6c2b90", "019b2f4d-90aa-7b02-8f0e-6d0f3e9a1c44"));
        var json = tools.jackson.databind.json.JsonMapper.builder().build();
        assertThat(Asked.read(json.convertValue(right, WithdrawalRequest.class)).exit())
                .isEqualTo(Exit.ON_CHAIN);
        right.put(field, value);
        Assertions.assertThatThrownBy(() -> Asked.read(json.convertValue(right, WithdrawalRequest.class)))
                .isInstanceOf(Refused.class);
    }
}
