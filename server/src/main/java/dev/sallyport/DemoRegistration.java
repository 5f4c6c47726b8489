package dev.sallyport;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.who.Secret;
import dev.sallyport.oauth.Clients;
import dev.sallyport.signals.Receivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/// The trading site is registered like anybody's. It is `verified` and not `own`, so that holders see who asks them
/// for what, and find it among their apps.
///
/// Its secrets are kept in the data folder, so that it stays the same app from one start to the next. They are
/// written as soon as they are known: a start that fails later leaves no client behind of which nobody knows.
final class DemoRegistration {
    static final String SITE = "site";
    static final String API = "api";
    static final String WEBHOOK = "webhook.secret";

    private static final String AUDIENCE = "urn:demo-exchange:api";
    private static final String RECEIVER = "demo-exchange";
    /// What the clients were made for.
    private static final String WANTED = "wanted";

    private static final String NOTHING_SENT =
            "The settings forbid sending to this machine (services.private-receivers): no events, no logout tokens;"
                    + " it hears of ends by the stream.";

    private final int port;
    private final boolean sends;
    private final Path file;
    private final Clients clients;
    private final Receivers receivers;

    private DemoRegistration(int port, ApplicationContext server) {
        Config config = server.getBean(Config.class);
        this.port = port;
        this.sends = config.services().privateReceivers();
        this.file = config.data().resolve("demo-exchange.properties");
        this.clients = server.getBean(Clients.class);
        this.receivers = server.getBean(Receivers.class);
    }

    /// What came of it.
    sealed interface Made {
        /// @param without what the site has to do without, in a sentence; empty for nothing
        record Done(Properties secrets, String without) implements Made {}

        /// @param why a sentence
        record Refused(String why) implements Made {}
    }

    static Made of(int port, ApplicationContext server) throws IOException {
        return new DemoRegistration(port, server).make();
    }

    static String origin(int port) {
        return "http://127.0.0.1:" + port;
    }

    private Made make() throws IOException {
        Properties known = read();
        var wanted = new LinkedHashMap<String, Clients.Wanted>();
        wanted.put(SITE, site());
        wanted.put(API, api());
        List<String> ids = wanted.keySet().stream()
                .map(name -> known.getProperty(name + ".id", ""))
                .toList();
        if (wanted.toString().equals(known.getProperty(WANTED)) && ids.stream().allMatch(clients::has)) {
            return new Made.Done(known, webhook(known));
        }
        ids.stream().filter(clients::has).forEach(clients::remove);
        var fresh = new Properties();
        fresh.setProperty(WANTED, wanted.toString());
        if (known.containsKey(WEBHOOK)) {
            fresh.setProperty(WEBHOOK, known.getProperty(WEBHOOK));
        }
        for (Map.Entry<String, Clients.Wanted> one : wanted.entrySet()) {
            switch (clients.add(one.getValue())) {
                case Clients.Added.Done(String id, @Nullable Secret secret) -> {
                    fresh.setProperty(one.getKey() + ".id", id);
                    fresh.setProperty(one.getKey() + ".secret", secret == null ? "" : secret.reveal());
                    write(fresh);
                }
                case Clients.Added.Refused refused -> {
                    return new Made.Refused(String.join(" ", refused.obstacles()));
                }
            }
        }
        return new Made.Done(fresh, webhook(fresh));
    }

    private Properties read() throws IOException {
        var known = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                known.load(in);
            }
        }
        return known;
    }

    private void write(Properties secrets) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var out = Files.newBufferedWriter(next)) {
            secrets.store(out, null);
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Events explain; the site runs without them.
    ///
    /// @return what it has to do without
    private String webhook(Properties secrets) throws IOException {
        String url = origin(port) + "/sallyport/events";
        boolean stands = secrets.containsKey(WEBHOOK)
                && receivers.list().stream()
                        .anyMatch(
                                one -> one.name().equals(RECEIVER) && one.url().equals(url));
        if (stands && sends) {
            return "";
        }
        receivers.remove(RECEIVER);
        secrets.remove(WEBHOOK);
        String without = switch (receivers.add(RECEIVER, url, List.of())) {
            case Receivers.Added.Done added -> {
                secrets.setProperty(WEBHOOK, added.secret().reveal());
                yield "";
            }
            case Receivers.Added.Taken taken -> "It gets no events: another receiver has its name.";
            case Receivers.Added.Wrong wrong -> sends ? "It gets no events. " + wrong.sentence() : NOTHING_SENT;
        };
        write(secrets);
        return without;
    }

    private Clients.Wanted site() {
        return new Clients.Wanted(
                "Demo Exchange",
                "verified",
                false,
                false,
                false,
                null,
                List.of("authorization_code", "refresh_token"),
                List.of("openid", "email", "balances.read", "orders.read", "orders.write"),
                List.of(origin(port) + "/login/oauth2/code/sallyport"),
                List.of(origin(port) + "/signed-out"),
                sends ? origin(port) + "/sallyport/logout" : null,
                List.of(AUDIENCE),
                List.of());
    }

    private static Clients.Wanted api() {
        return new Clients.Wanted(
                "Demo Exchange interface",
                "own",
                false,
                false,
                false,
                null,
                List.of("client_credentials"),
                List.of(
                        "revocations.read",
                        "tokens.introspect",
                        "withdrawals.ask",
                        "withdrawals.redeem",
                        "api-requests.check"),
                List.of(),
                List.of(),
                null,
                List.of(AUDIENCE, Clients.INSIDE),
                List.of());
    }
}
