package dev.sallyport.password;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/// Passphrases as five dice would make them, six words of the 7776 of the EFF's large list (CC BY; see
/// NOTICE).
@Component
final class Phrases {
    static final int WORDS = 6;

    private final SecureRandom random = new SecureRandom();

    private static final class Holder {
        static final List<String> LIST = read();
    }

    private static List<String> read() {
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Phrases.class.getResourceAsStream("/password/words.txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> list() {
        return Holder.LIST;
    }

    /// How many bits of chance are in one: what its strength is, whoever knows how it was made.
    static int bits() {
        return (int) (WORDS * Math.log(list().size()) / Math.log(2));
    }

    /// A new one; nobody has it, and we do not keep it.
    String create() {
        return IntStream.range(0, WORDS)
                .mapToObj(i -> list().get(random.nextInt(list().size())))
                .collect(Collectors.joining("-"));
    }
}
