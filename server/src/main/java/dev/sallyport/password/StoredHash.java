package dev.sallyport.password;

import dev.sallyport.argon2.EncodedHash;
import dev.sallyport.argon2.Hasher;
import org.jspecify.annotations.Nullable;

/// A password's hash as it stands in a record: ours, or one that an older system made. Ours is Argon2id over
/// the NFC form with the pepper; the others are over the bytes as they were typed, and become ours at the
/// next right sign-in.
///
/// Each kind has a ceiling for its stored cost, so that one bad record of an import cannot hold a thread for
/// minutes or fill the heap.
sealed interface StoredHash permits StoredHash.Argon2id, BcryptHash, ScryptHash, Pbkdf2Hash {
    /// @param pepper the record's secret input; null for a record of another system
    boolean matches(Hasher hasher, Typed typed, byte @Nullable [] pepper);

    /// @throws IllegalArgumentException saying what is wrong, without repeating the text
    static StoredHash parse(String text) {
        int second = text.indexOf('$', 1);
        String kind = text.startsWith("$") && second > 0 ? text.substring(1, second) : "";
        return switch (kind) {
            case "argon2id" -> Argon2id.parse(text);
            case "2a", "2b", "2y" -> BcryptHash.parse(text);
            case "scrypt" -> ScryptHash.parse(text);
            case "pbkdf2-sha256", "pbkdf2-sha512" -> Pbkdf2Hash.parse(text);
            default ->
                throw new IllegalArgumentException("A password hash must begin with $argon2id$, $2a$, $2b$, $2y$,"
                        + " $scrypt$, $pbkdf2-sha256$ or $pbkdf2-sha512$");
        };
    }

    record Argon2id(EncodedHash hash) implements StoredHash {
        private static final int MOST_MEMORY_KIB = 1 << 20;
        private static final long MOST_BLOCKS = 4L << 20;

        static Argon2id parse(String text) {
            EncodedHash hash = EncodedHash.parse(text);
            var cost = hash.parameters();
            boolean fair = cost.memoryKib() <= MOST_MEMORY_KIB
                    && (long) cost.memoryKib() * cost.iterations() <= MOST_BLOCKS
                    && cost.tagLength() >= 16
                    && cost.tagLength() <= 128;
            if (!fair) {
                throw new IllegalArgumentException("An Argon2id hash may cost at most 1 GiB, and 4 GiB written in all"
                        + " passes, with 16 to 128 bytes of result");
            }
            return new Argon2id(hash);
        }

        @Override
        public boolean matches(Hasher hasher, Typed typed, byte @Nullable [] pepper) {
            return hasher.matches(hash, pepper == null ? typed.exact() : typed.bytes(), pepper);
        }
    }
}
