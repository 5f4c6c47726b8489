package dev.sallyport;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Services;
import dev.sallyport.oauth.Clients;
import dev.sallyport.wire.ClientEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "client",
        description = "Register programs that may ask holders for access, and services of your own.",
        mixinStandardHelpOptions = true)
final class ClientCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    /// What describes a client; picocli fills it in.
    static final class Described {
        @Option(
                names = "--standing",
                paramLabel = "STANDING",
                defaultValue = "unverified",
                description = "own, verified or unverified.")
        private String standing = "unverified";

        @Option(names = "--public", description = "A program that can keep no secret: an app, a page, a device.")
        private boolean open;

        @Option(names = "--strict", description = "FAPI 2.0: pushed requests, keys, and tokens bound to a key.")
        private boolean strict;

        @Option(names = "--bound", description = "Its tokens are bound to its key (DPoP).")
        private boolean bound;

        @Option(names = "--jwks", paramLabel = "FILE", description = "Its public keys, instead of a secret.")
        private @Nullable Path jwks;

        @Option(
                names = "--grant",
                paramLabel = "GRANT",
                defaultValue = "authorization_code,refresh_token",
                split = ",",
                description = "What it may exchange for a token; ${DEFAULT-VALUE} by default.")
        private List<String> grants = List.of();

        @Option(names = "--scope", paramLabel = "SCOPE", split = ",", description = "What it may ask for.")
        private List<String> scopes = List.of();

        @Option(names = "--redirect", paramLabel = "URI", description = "Where browsers come back to, exactly.")
        private List<String> redirects = List.of();

        @Option(names = "--after-logout", paramLabel = "URI", description = "Where browsers may go after signing out.")
        private List<String> afterLogout = List.of();

        @Option(names = "--back-channel", paramLabel = "URI", description = "Where it is told that a session ended.")
        private @Nullable String backChannel;

        @Option(names = "--audience", paramLabel = "URI", description = "The interface that its tokens are for.")
        private List<String> audiences = List.of();

        @Option(
                names = "--inside",
                description = "It calls our inside port too, although it has an --audience of its own.")
        private boolean inside;

        @Option(
                names = "--secrets",
                description = "A gateway of yours that may hold the secrets of holders' API keys, in its memory only.")
        private boolean secrets;

        @Option(names = "--details", paramLabel = "TYPE", description = "A type of authorization_details (RFC 9396).")
        private List<String> details = List.of();

        /// Not in passing, in a list of scopes.
        private boolean asksForSecrets() {
            return scopes.contains(Services.SECRETS);
        }

        private Clients.Wanted named(String name) throws IOException {
            return new Clients.Wanted(
                    name,
                    standing,
                    open,
                    strict,
                    bound,
                    jwks == null ? null : Files.readString(jwks),
                    grants,
                    secrets
                            ? Stream.concat(scopes.stream(), Stream.of(Services.SECRETS))
                                    .toList()
                            : scopes,
                    redirects,
                    afterLogout,
                    backChannel,
                    Stream.concat(audiences.stream(), inside ? Stream.of(Clients.INSIDE) : Stream.empty())
                            .toList(),
                    details);
        }
    }

    @Command(
            name = "add",
            description = "Register a client; its id and secret are printed, the secret only now.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin RunningOptions settings,
            @Mixin Described described,
            @Parameters(paramLabel = "NAME", description = "As holders read it.") String name) {
        if (described.asksForSecrets()) {
            spec.commandLine().getErr().println("A client gets the scope " + Services.SECRETS + " by --secrets alone.");
            return CommandLine.ExitCode.USAGE;
        }
        return with(settings, clients -> {
            try {
                return tell(clients.add(described.named(name)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private int tell(Clients.Added added) {
        switch (added) {
            case Clients.Added.Done done -> {
                out().println("client_id: " + done.clientId());
                var secret = done.secret();
                if (secret != null) {
                    out().println("client_secret: " + secret.reveal());
                    out().println("The secret is shown only now; we keep its hash.");
                }
                return CommandLine.ExitCode.OK;
            }
            case Clients.Added.Refused refused -> {
                refused.obstacles().forEach(spec.commandLine().getErr()::println);
                return CommandLine.ExitCode.USAGE;
            }
        }
    }

    @Command(name = "list", description = "List the clients.", mixinStandardHelpOptions = true)
    int list(@Mixin RunningOptions settings) {
        return with(settings, clients -> {
            List<String> lines =
                    clients.list().stream().map(ClientCommand::line).toList();
            (lines.isEmpty() ? List.of("There is no client.") : lines).forEach(out()::println);
            return CommandLine.ExitCode.OK;
        });
    }

    private static String line(ClientEntry c) {
        return "%s  %s  %s%s  %s"
                .formatted(
                        c.clientId(),
                        c.name(),
                        c.standing(),
                        c.strict() ? ", strict" : "",
                        String.join(" ", c.scopes()));
    }

    @Command(
            name = "remove",
            description = "Remove a client; what it was given is worth nothing from now on.",
            mixinStandardHelpOptions = true)
    int remove(
            @Mixin RunningOptions settings,
            @Parameters(paramLabel = "CLIENT_ID", description = "As `client list` shows it.") String id) {
        return with(settings, clients -> {
            boolean done = clients.remove(id);
            out().println(done ? id + " is removed." : "There is no client " + id + ".");
            return done ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        });
    }

    private int with(RunningOptions settings, ToIntFunction<Clients> work) {
        Optional<Config> config = settings.readOrTell();
        return config.isEmpty()
                ? SettingsOptions.wrong()
                : Clients.<Integer>with(config.get(), Clock.systemUTC(), work::applyAsInt);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
