package dev.sallyport.base.chain;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bouncycastle.jcajce.provider.digest.Keccak;

/// How addresses of a network are written and checked.
public sealed interface Scheme {
    /// The one spelling of this address; empty where it is none.
    Optional<String> canonical(String text);

    /// Whether one wrong letter is noticed.
    boolean isChecked();

    /// At which letter of a text that is no address it looks wrong, where the scheme can tell.
    default OptionalInt wrongAt(String text) {
        return OptionalInt.empty();
    }

    /// As Bitcoin and what came from it.
    ///
    /// @param prefix of segregated witness; empty for none
    /// @param versions the first bytes of base58check
    record BitcoinLike(String prefix, List<Integer> versions) implements Scheme {
        private static final int LENGTH = 21;

        @Override
        public Optional<String> canonical(String text) {
            if (!prefix.isEmpty() && Bech32.isAddress(text, prefix)) {
                return Optional.of(text.toLowerCase(Locale.ROOT));
            }
            return Base58.BITCOIN
                    .decodeChecked(text)
                    .filter(payload -> payload.length == LENGTH && versions.contains(payload[0] & 0xff))
                    .map(payload -> text);
        }

        @Override
        public boolean isChecked() {
            return true;
        }

        @Override
        public OptionalInt wrongAt(String text) {
            boolean isWitness =
                    !prefix.isEmpty() && text.toLowerCase(Locale.ROOT).startsWith(prefix + "1");
            return isWitness ? Bech32.wrongAt(text, prefix) : Base58.BITCOIN.wrongAt(text);
        }
    }

    /// As the XRP Ledger writes its accounts: base58check with an alphabet of its own.
    record Ripple() implements Scheme {
        private static final int LENGTH = 21;

        @Override
        public Optional<String> canonical(String text) {
            return Base58.XRP
                    .decodeChecked(text)
                    .filter(payload -> payload.length == LENGTH && payload[0] == 0)
                    .map(payload -> text);
        }

        @Override
        public boolean isChecked() {
            return true;
        }

        @Override
        public OptionalInt wrongAt(String text) {
            return Base58.XRP.wrongAt(text);
        }
    }

    /// As Ethereum (EIP-55): letters of both cases carry a checksum, letters of one case none.
    record Hex() implements Scheme {
        private static final Pattern FORM = Pattern.compile("0x[0-9a-fA-F]{40}");

        @Override
        public Optional<String> canonical(String text) {
            if (!FORM.matcher(text).matches()) {
                return Optional.empty();
            }
            String digits = text.substring(2);
            String right = withChecksum(digits.toLowerCase(Locale.ROOT));
            boolean oneCase =
                    digits.equals(digits.toLowerCase(Locale.ROOT)) || digits.equals(digits.toUpperCase(Locale.ROOT));
            return oneCase || digits.equals(right) ? Optional.of("0x" + right) : Optional.empty();
        }

        private static String withChecksum(String lower) {
            byte[] hash = new Keccak.Digest256().digest(lower.getBytes(StandardCharsets.US_ASCII));
            var out = new StringBuilder(lower.length());
            for (int i = 0; i < lower.length(); i++) {
                int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
                out.append(nibble >= 8 ? Character.toUpperCase(lower.charAt(i)) : lower.charAt(i));
            }
            return out.toString();
        }

        @Override
        public boolean isChecked() {
            return true;
        }

        /// A letter that is no hex digit, or the only one whose case contradicts the checksum. Where a digit is wrong,
        /// about half of the letters do, and none of them says which.
        @Override
        public OptionalInt wrongAt(String text) {
            OptionalInt strange = IntStream.range(2, text.length())
                    .filter(i -> Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f')
                    .findFirst();
            if (strange.isPresent() || !FORM.matcher(text).matches()) {
                return strange;
            }
            String right = "0x" + withChecksum(text.substring(2).toLowerCase(Locale.ROOT));
            int[] wrong = IntStream.range(2, text.length())
                    .filter(i -> text.charAt(i) != right.charAt(i))
                    .toArray();
            return wrong.length == 1 ? OptionalInt.of(wrong[0]) : OptionalInt.empty();
        }
    }

    /// A public key of 32 bytes in base 58, as chains with Ed25519 write it. It has no checksum.
    record Key58() implements Scheme {
        private static final int LENGTH = 32;

        @Override
        public Optional<String> canonical(String text) {
            return Base58.BITCOIN
                    .decode(text)
                    .filter(key -> key.length == LENGTH)
                    .map(key -> text);
        }

        @Override
        public boolean isChecked() {
            return false;
        }

        @Override
        public OptionalInt wrongAt(String text) {
            return Base58.BITCOIN.wrongAt(text);
        }
    }

    /// A bank account, in groups or in one.
    record BankAccount() implements Scheme {
        @Override
        public Optional<String> canonical(String text) {
            String packed = text.replace(" ", "").toUpperCase(Locale.ROOT);
            return Iban.isIban(packed) ? Optional.of(packed) : Optional.empty();
        }

        @Override
        public boolean isChecked() {
            return true;
        }
    }

    /// Anything else, letter by letter as it came. Only letters that cannot be taken for others: visible ASCII, and
    /// single blanks between.
    record Opaque() implements Scheme {
        private static final Pattern FORM = Pattern.compile("[!-~]+(?: [!-~]+)*");

        @Override
        public Optional<String> canonical(String text) {
            return FORM.matcher(text).matches() ? Optional.of(text) : Optional.empty();
        }

        @Override
        public boolean isChecked() {
            return false;
        }
    }
}
