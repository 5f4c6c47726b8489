package dev.sallyport;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.base.crypto.KeyTrouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the settings point at, looked at before anything starts: every obstacle at once, in sentences.
final class Preflight {
    /// The oldest PostgreSQL that the statements are written for.
    private static final int OLDEST = 15;

    private Preflight() {}

    /// The two ports must be free.
    static List<String> ports(Config.Ports ports) {
        var mistakes = new ArrayList<String>();
        taken(ports.outsideAddress(), ports.outside(), "outside").ifPresent(mistakes::add);
        taken(ports.insideAddress(), ports.inside(), "inside").ifPresent(mistakes::add);
        return mistakes;
    }

    private static Optional<String> taken(String address, int port, String door) {
        if (port == 0) {
            return Optional.empty();
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("The " + door + " port " + port + " on " + address + " cannot be opened ("
                    + e.getMessage() + "): choose another one with --" + door + "-port or `" + door + ".port`.");
        }
    }

    /// PostgreSQL must answer both users, and be new enough; the key ring must be readable.
    static List<String> backends(Config config) {
        var mistakes = new ArrayList<String>();
        Config.Database database = config.database();
        refuses(database.url(), "database.user", database.user(), database.password())
                .ifPresent(mistakes::add);
        refuses(database.url(), "database.owner-user", database.ownerUser(), database.ownerPassword())
                .ifPresent(mistakes::add);
        var ring = new KeyRingFile(config.keys());
        try {
            if (ring.exists()) {
                ring.read();
            } else {
                mistakes.add("There is no key ring at " + ring.path()
                        + ": make one with `sallyport keys create`, and keep a copy apart from the database's backup.");
            }
        } catch (KeyTrouble e) {
            mistakes.add(e.getMessage() + ": " + e.getCause() + ".");
        }
        return mistakes;
    }

    private static Optional<String> refuses(String url, String setting, String user, String password) {
        String more = (url.contains("?") ? "&" : "?") + "loginTimeout=5&connectTimeout=5";
        try (var connection = DriverManager.getConnection(url + more, user, password)) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            return version >= OLDEST
                    ? Optional.empty()
                    : Optional.of("`database.url`: the server there is PostgreSQL " + version + "; Sallyport needs "
                            + OLDEST + " or newer.");
        } catch (SQLException e) {
            return Optional.of("`database.url` at " + url + " does not let `" + setting + "` " + user + " in: "
                    + String.valueOf(e.getMessage()).strip()
                    + (String.valueOf(e.getMessage()).endsWith(".") ? "" : "."));
        }
    }
}
