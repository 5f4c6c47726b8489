package dev.sallyport;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.base.crypto.KeyTrouble;
import dev.sallyport.base.crypto.PublicKeys;
import dev.sallyport.base.crypto.Tokens;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(name = "keys", description = "Make, rotate and look at the key ring.", mixinStandardHelpOptions = true)
final class KeysCommand implements Runnable {
    /// The settings that say where the ring is.
    static final Set<String> USED = Set.of("data", "keys.file", "keys.ring", "keys.transit", "keys.transit-token");

    @Option(
            names = "--file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The key ring's file; without it, the one that the settings of `serve` name.")
    private @Nullable Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(
            name = "create",
            description = "Make a new key ring; never over one that is there.",
            mixinStandardHelpOptions = true)
    int create(@Mixin SettingsOptions settings) {
        return with(settings, ring -> {
            ring.create(Instant.now());
            out().println("A new key ring is in " + ring.path() + ", readable by you alone.");
            out().println(
                            "Keep a copy apart from the database's backup: without it nothing at rest can be read again.");
        });
    }

    @Command(
            name = "rotate",
            description = "Put a new key of every use on the ring; the former ones still open what they closed.",
            mixinStandardHelpOptions = true)
    int rotate(@Mixin SettingsOptions settings) {
        return with(settings, ring -> {
            ring.rotate(Instant.now());
            out().println("New keys are on the ring; running nodes take them within ten seconds.");
        });
    }

    @Command(name = "status", description = "List the keys, without what they are.", mixinStandardHelpOptions = true)
    int status(@Mixin SettingsOptions settings) {
        return with(settings, ring -> ring.read().listing().forEach(out()::println));
    }

    @Command(
            name = "public",
            description = "Print the public keys, with which `audit verify` works where the ring must not be.",
            mixinStandardHelpOptions = true)
    int publicKeys(@Mixin SettingsOptions settings) {
        return with(settings, ring -> out().print(PublicKeys.text(ring.read())));
    }

    @Command(
            name = "service-token",
            description = "Make a token for a service, and the line that lets it in.",
            mixinStandardHelpOptions = true)
    int serviceToken() {
        String token = Tokens.create();
        out().println("Give the service this token; it is shown only now:");
        out().println("  " + token);
        out().println("and put its hash below `service-tokens` in sallyport.yaml:");
        out().println("  name-of-the-service: "
                + HexFormat.of().formatHex(Tokens.sha256(token.getBytes(StandardCharsets.UTF_8))));
        return 0;
    }

    private int with(SettingsOptions settings, Consumer<KeyRingFile> work) {
        Path given = file;
        Optional<Config.Keys> keys = given != null
                ? Optional.of(new Config.Keys(given.toAbsolutePath(), null, null, "sallyport", null))
                : settings.partOrTell(false, USED).map(Config::keys);
        if (keys.isEmpty()) {
            return SettingsOptions.wrong();
        }
        if (keys.get().ring() != null) {
            throw new KeyTrouble("The key ring comes from SALLYPORT_KEYS_RING; name a file with --file to work on one");
        }
        work.accept(new KeyRingFile(keys.get()));
        out().flush();
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
