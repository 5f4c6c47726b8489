package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
        List<String> command = new ArrayList<>(List.of("client", "add", name));
        command.addAll(List.of(options));
        try (var add = Jar.start(demo.folder(), database(demo), command.toArray(String[]::new))) {
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

    /// Where the demo's database is, as a node in earnest would be told.
    private static Map<String, String> database(Node demo) {
        Path data = demo.folder().resolve("data");
        var passwords = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("postgres.passwords"))) {
            passwords.load(in);
            // Its fourth line is the port.
            String port = Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                    .get(3)
                    .strip();
            var all = new HashMap<String, String>();
            all.put("SALLYPORT_ORIGIN", demo.origin().toString());
            all.put("SALLYPORT_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/sallyport");
            all.put("SALLYPORT_DATABASE_USER", "sallyport_app");
            all.put("SALLYPORT_DATABASE_PASSWORD", passwords.getProperty("sallyport_app"));
            all.put("SALLYPORT_DATABASE_OWNER_USER", "sallyport_owner");
            all.put("SALLYPORT_DATABASE_OWNER_PASSWORD", passwords.getProperty("sallyport_owner"));
            all.put("SALLYPORT_KEYS_FILE", data.resolve("keys.json").toString());
            all.put("SALLYPORT_MAIL_HOST", "127.0.0.1");
            all.put("SALLYPORT_MAIL_FROM", "security@examplex.com");
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
