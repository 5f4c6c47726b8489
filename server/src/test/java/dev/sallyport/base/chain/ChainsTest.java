package dev.sallyport.base.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses by the official examples of the documents that define them.
@Proves("R-WL-1")
class ChainsTest {
    private static final Chains CHAINS = switch (Chains.read(ChainBeans.ours())) {
        case Chains.Read.Good good -> good.chains();
        case Chains.Read.Bad bad -> throw new AssertionError(bad.mistakes().toString());
    };

    private static Scheme scheme(String network) {
        return CHAINS.network(network).scheme();
    }

    /// BIP-350, "Test vectors for v0-v16 native segregated witness addresses".
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
                "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
                "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
                "BC1SW50QGDZ25J",
                "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
                "tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy",
                "tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c",
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
            })
    void segwitAddressesAreTakenInOneCaseAndKeptInSmallLetters(String address) {
        String network = address.toLowerCase(java.util.Locale.ROOT).startsWith("bc1") ? "bitcoin" : "bitcoin-testnet";
        assertThat(scheme(network).canonical(address)).contains(address.toLowerCase(java.util.Locale.ROOT));
        oneWrongLetterIsNoticed(scheme(network), address.toLowerCase(java.util.Locale.ROOT));
    }

    /// BIP-350, the ones that are invalid: by prefix, checksum, version, length, case and padding.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut",
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
                "tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf",
                "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL",
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",
                "tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47",
                "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
                "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R",
                "bc1pw5dgrnzv",
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav",
                "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",
                "tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq",
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf",
                "tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j",
                "bc1gmk9yu"
            })
    void wrongSegwitAddressesAreRefused(String address) {
        assertThat(scheme("bitcoin").canonical(address)).isEmpty();
        assertThat(scheme("bitcoin-testnet").canonical(address)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bitcoin, 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "bitcoin, 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "bitcoin-testnet, mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn",
        "tron, TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
    })
    void base58HasAChecksumAndAFirstByteOfItsNetwork(String network, String address) {
        assertThat(scheme(network).canonical(address)).contains(address);
        assertThat(scheme("litecoin").canonical(address))
                .as("of another network")
                .isEmpty();
        assertThat(scheme(network).canonical(address.toLowerCase(java.util.Locale.ROOT)))
                .isEmpty();
        oneWrongLetterIsNoticed(scheme(network), address);
    }

    /// EIP-55, "Test Cases".
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
                "0xde709f2102306220921060314715629080e2fb77",
                "0x27b1fdb04752bbc536007a920d24acb045561c26",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
            })
    void hexAddressesInAnyCaseAreOneAndTheSame(String address) {
        assertThat(scheme("ethereum").canonical(address)).contains(address);
        assertThat(scheme("ethereum").canonical(address.toLowerCase(java.util.Locale.ROOT)))
                .contains(address);
        assertThat(scheme("ethereum").canonical("0x" + address.substring(2).toUpperCase(java.util.Locale.ROOT)))
                .contains(address);
    }

    @Test
    void aHexAddressOfBothCasesWithOneWrongLetterIsRefused() {
        oneWrongLetterIsNoticed(scheme("ethereum"), "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        assertThat(scheme("ethereum").canonical("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
                .as("one letter in the other case")
                .isEmpty();
        assertThat(scheme("ethereum").canonical("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DE89 3704 0044 0532 0130 00, DE89370400440532013000",
        "gb82 west 1234 5698 7654 32, GB82WEST12345698765432",
        "FR1420041010050500013M02606, FR1420041010050500013M02606"
    })
    void bankAccountsAreCheckedByTheirRemainder(String written, String canonical) {
        assertThat(scheme("sepa").canonical(written)).contains(canonical);
        oneWrongLetterIsNoticed(scheme("sepa"), canonical);
        assertThat(scheme("sepa").canonical(canonical + "0")).isEmpty();
    }

    @Test
    void keysInBase58HaveThirtyTwoBytes() {
        String key = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
        assertThat(scheme("solana").canonical(key)).contains(key);
        assertThat(scheme("solana").canonical("11111111111111111111111111111111"))
                .isPresent();
        assertThat(scheme("solana").canonical(key.substring(4))).isEmpty();
        assertThat(scheme("solana").canonical(key.replace('E', '0'))).isEmpty();
        assertThat(scheme("solana").canonical("1".repeat(65))).isEmpty();
    }

    @Test
    @Defends("A64")
    void whatNoLineNamesIsTextOfLettersThatLookLikeNoOthers() {
        assertThat(scheme("own-books").canonical("Customer 17")).contains("Customer 17");
        // Cyrillic, a blank that nobody sees, two blanks, a mark that turns the direction, a line.
        for (String text : List.of("\u0430lice", "a\u00a0b", "a  b", "a\u202eb", "a\nb", " a", "")) {
            assertThat(scheme("own-books").canonical(text)).as(text).isEmpty();
        }
        assertThat(CHAINS.network("ETHEREUM")).isEqualTo(CHAINS.network("ethereum"));
    }

    @Test
    void memosHaveTheirNetworksForm() {
        Memo tag = CHAINS.network("xrp").memo();
        assertThat(tag.canonical("007")).contains("7");
        assertThat(tag.canonical("4294967295")).contains("4294967295");
        assertThat(tag.canonical("4294967296")).isEmpty();
        assertThat(tag.canonical("\u0663")).as("a digit of another script").isEmpty();
        assertThat(CHAINS.network("bitcoin").memo().canonical("7")).isEmpty();
        assertThat(CHAINS.network("xlm").memo().canonical("rent 7")).contains("rent 7");
    }

    @Test
    void everyMistakeInATableIsSaid() {
        var read = Chains.read(List.of(
                "# fine",
                "x eip55 - - none",
                "x text - - none",
                "y bitcoin bc 300 none",
                "z iban - - maybe",
                "w who - - none"));
        assertThat(read)
                .isInstanceOfSatisfying(
                        Chains.Read.Bad.class, bad -> assertThat(bad.mistakes()).hasSize(4));
    }

    /// Every letter, turned into the next one of its kind.
    private static void oneWrongLetterIsNoticed(Scheme scheme, String address) {
        assertThat(scheme.isChecked()).isTrue();
        for (int i = 4; i < address.length(); i++) {
            char c = address.charAt(i);
            char other = c == '9' ? '8' : c == 'z' || c == 'Z' ? 'y' : (char) (c + 1);
            var wrong = new StringBuilder(address);
            wrong.setCharAt(i, other);
            assertThat(scheme.canonical(wrong.toString())).as(wrong.toString()).isEmpty();
        }
    }
}
