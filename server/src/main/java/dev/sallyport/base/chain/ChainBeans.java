package dev.sallyport.base.chain;

import dev.sallyport.base.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The table of networks as it is read at the start.
@Configuration(proxyBeanMethods = false)
class ChainBeans {
    private static final String OURS = "/chain/networks.tsv";

    /// No node serves by a table that it cannot read.
    @Bean
    Chains chains(Config config) {
        Path file = config.services().networks();
        return switch (Chains.read(file == null ? ours() : lines(file))) {
            case Chains.Read.Good good -> good.chains();
            case Chains.Read.Bad bad ->
                throw new IllegalStateException("withdrawal.networks-file: " + (file == null ? OURS : file) + ": "
                        + String.join("; ", bad.mistakes()));
        };
    }

    static List<String> ours() {
        try (var in = Objects.requireNonNull(ChainBeans.class.getResourceAsStream(OURS))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
