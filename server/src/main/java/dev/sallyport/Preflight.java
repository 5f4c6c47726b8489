package dev.sallyport;

import dev.sallyport.argon2.Argon2;
import dev.sallyport.argon2.Choice;
import dev.sallyport.audit.Privileges;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.base.crypto.KeyTrouble;
import dev.sallyport.session.Maintained;
import dev.sallyport.session.Sight;
import dev.sallyport.signals.TopicSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// What the settings point at, looked at before anything starts: every obstacle at once, in sentences. Where a setting
/// is wrong in itself, nothing is looked at in its place.
final class Preflight {
    /// The oldest PostgreSQL that the statements are written for.
    private static final int OLDEST = 15;

    private final Config config;
    private final Set<String> wrong;
    private final List<String> obstacles = new ArrayList<>();

    private Preflight(Config config, Set<String> wrong) {
        this.config = config;
        this.wrong = wrong;
    }

    /// Of this machine: ports, the password hasher, place databases.
    static List<String> machine(Config config, Set<String> wrong) {
        var look = new Preflight(config, wrong);
        look.machine();
        return List.copyOf(look.obstacles);
    }

    /// Of this machine and of what stands behind it: PostgreSQL and the key ring.
    static List<String> all(Config config, Set<String> wrong) {
        var look = new Preflight(config, wrong);
        look.machine();
        look.database();
        if (look.isRight("keys.file", "keys.ring", "keys.transit", "keys.transit-token")) {
            look.ring();
        }
        return List.copyOf(look.obstacles);
    }

    private boolean isRight(String... names) {
        return Set.of(names).stream().noneMatch(wrong::contains);
    }

    private void machine() {
        Config.Ports ports = config.ports();
        if (isRight("outside.address", "outside.port")) {
            port(ports.outsideAddress(), ports.outside(), "outside");
        }
        if (isRight("inside.address", "inside.port")) {
            port(ports.insideAddress(), ports.inside(), "inside");
        }
        if (isRight("password.hasher")) {
            hasher();
        }
        place("places.city-file", config.places().cityFile(), false);
        place("places.asn-file", config.places().asnFile(), true);
        maintained(config.devices().maintainedFile());
        if (isRight("kafka.servers", "kafka.topic", "kafka.properties")) {
            kafka(config.services().kafka());
        }
    }

    /// The port of the demo's trading site.
    static List<String> exchange(int port) {
        return obstacle("127.0.0.1", port, "exchange", "SALLYPORT_DEMO_EXCHANGE_PORT")
                .map(List::of)
                .orElse(List.of());
    }

    /// It must be free.
    private void port(String address, int port, String door) {
        obstacle(address, port, door, door + ".port").ifPresent(obstacles::add);
    }

    private static Optional<String> obstacle(String address, int port, String door, String setting) {
        if (port == 0) {
            return Optional.empty();
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("The " + door + " port " + port + " on " + address + " cannot be opened ("
                    + e.getMessage() + "): choose another one with --" + door + "-port or `" + setting + "`.");
        }
    }

    /// A kernel that was asked for by name is loaded and proven; `auto` and `bouncy-castle` run everywhere.
    private void hasher() {
        Choice choice = Choice.of(config.passwords().hasher());
        if (choice == Choice.AUTO || choice == Choice.BOUNCY_CASTLE) {
            return;
        }
        try {
            Argon2.start(choice, said -> {}, new CompletableFuture<Void>());
        } catch (IllegalStateException e) {
            obstacles.add("`password.hasher`: " + e.getMessage() + "; choose `auto`.");
        }
    }

    private void place(String setting, @Nullable Path file, boolean networks) {
        if (file != null && isRight(setting)) {
            Sight.obstacle(file, networks)
                    .ifPresent(why ->
                            obstacles.add("`" + setting + "`: " + file + " is not such a database in MaxMind format: "
                                    + why + (why.endsWith(".") || why.endsWith("?") ? "" : ".")));
        }
    }

    private void maintained(@Nullable Path file) {
        if (file != null && isRight("devices.maintained-file")) {
            Maintained.obstacle(file)
                    .ifPresent(why -> obstacles.add("`devices.maintained-file`: " + file + ": " + why + "."));
        }
    }

    private void kafka(Config.@Nullable Kafka kafka) {
        if (kafka != null) {
            TopicSettings.obstacle(kafka).ifPresent(why -> obstacles.add("`kafka.properties`: " + why + "."));
        }
    }

    /// It must answer both users, be new enough, and not let the serving one edit the record of facts.
    private void database() {
        if (!isRight("database.url")) {
            return;
        }
        Config.Database database = config.database();
        if (isRight("database.user", "database.password")) {
            refuses("database.user", database.user(), database.password(), true).ifPresent(obstacles::add);
        }
        if (isRight("database.owner-user", "database.owner-password")) {
            refuses("database.owner-user", database.ownerUser(), database.ownerPassword(), false)
                    .ifPresent(obstacles::add);
        }
    }

    private Optional<String> refuses(String setting, String user, String password, boolean serves) {
        String url = config.database().url();
        String more = (url.contains("?") ? "&" : "?") + "loginTimeout=5&connectTimeout=5";
        try (var connection = DriverManager.getConnection(url + more, user, password)) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST) {
                return Optional.of("`database.url`: the server there is PostgreSQL " + version + "; Sallyport needs "
                        + OLDEST + " or newer.");
            }
            return serves
                    ? Privileges.obstacle(JdbcClient.create(new SingleConnectionDataSource(connection, true)))
                    : Optional.empty();
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage()).strip();
            return Optional.of("`database.url` at " + url + " does not let `" + setting + "` " + user + " in: "
                    + message + (message.endsWith(".") ? "" : "."));
        }
    }

    private void ring() {
        var ring = new KeyRingFile(config.keys());
        try {
            if (ring.exists()) {
                ring.read();
            } else {
                obstacles.add("There is no key ring at " + ring.path()
                        + ": make one with `sallyport keys create`, and keep a copy apart from the database's backup.");
            }
        } catch (KeyTrouble e) {
            // What a parser says of a broken ring could hold a piece of a key.
            String why = e.getCause() instanceof IOException io ? ": " + io.getMessage() : "";
            obstacles.add(e.getMessage() + why + ".");
        }
    }
}
