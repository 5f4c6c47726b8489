package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A program that the operator has registered, by the command line.
///
/// @param secret empty when it has none
record Registered(String id, String secret) {
    private static final Pattern SAID =
            Pattern.compile("client_id: (?<id>\\S+)\\s+(client_secret: (?<secret>\\S+))?", Pattern.DOTALL);

    /// @param demo a node with the database that it started itself
    /// @param options as `client add` takes them
    static Registered register(Node demo, String name, String... options) {
        List<String> command = new ArrayList<>(List.of("client", "add", "--demo", name));
        command.addAll(List.of(options));
        try (var add = Jar.start(
                demo.folder(),
                Map.of("SALLYPORT_DATA", demo.folder().resolve("data").toString()),
                command.toArray(String[]::new))) {
            assertThat(add.exitCode()).as(add.said()).isZero();
            var said = SAID.matcher(add.said());
            assertThat(said.find()).as(add.said()).isTrue();
            String secret = said.group("secret");
            return new Registered(said.group("id"), secret == null ? "" : secret);
        }
    }

    /// The same for one that proves itself by a key.
    static Registered register(Node demo, String name, JWK key, String... options) {
        Path file = Node.temporary("jwks").resolve("jwks.json");
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--jwks=" + file);
        try {
            Files.writeString(file, new JWKSet(key.toPublicJWK()).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return register(demo, name, all.toArray(String[]::new));
    }
}
