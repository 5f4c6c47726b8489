package dev.sallyport.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.maxmind.geoip2.DatabaseReader;
import com.maxmind.geoip2.exception.GeoIp2Exception;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Networks;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import ua_parser.Client;
import ua_parser.Parser;

/// Reads from a request what a person recognises a device by: browser, system, and, when the operator gives a
/// database in MaxMind's format, a coarse place. All of it is a hint: it shows the holder what he knows, and
/// makes a session that suddenly looks quite different prove itself again ([Moves]). Nobody is let in by it.
@Component
public final class Sight {
    private static final Logger LOG = LoggerFactory.getLogger(Sight.class);

    /// The patterns take a while to compile; the server does not wait for them to start.
    private final CompletableFuture<Parser> parser =
            CompletableFuture.supplyAsync(Parser::new, Thread::startVirtualThread);

    private final Cache<String, String[]> known =
            Caffeine.newBuilder().maximumSize(2_000).build();
    private final @Nullable DatabaseReader cities;
    private final @Nullable DatabaseReader networks;

    Sight(Config config) {
        this.cities = open(config.places().cityFile());
        this.networks = open(config.places().asnFile());
    }

    private static @Nullable DatabaseReader open(@Nullable Path file) {
        if (file == null) {
            return null;
        }
        try {
            return new DatabaseReader.Builder(file.toFile()).build();
        } catch (IOException e) {
            throw new IllegalStateException(file + " is not a place database", e);
        }
    }

    /// Why a file cannot serve as this kind of database; for a look before the start.
    ///
    /// @param networks whether it is to know network operators, and not places
    public static Optional<String> obstacle(Path file, boolean networks) {
        try (var reader = new DatabaseReader.Builder(file.toFile()).build()) {
            InetAddress somewhere = InetAddress.ofLiteral("192.0.2.1");
            // A database of another kind is found out by its first question only.
            if (networks) {
                reader.tryAsn(somewhere);
            } else {
                reader.tryCity(somewhere);
            }
            return Optional.empty();
        } catch (IOException | GeoIp2Exception | RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    public Seen of(Caller caller) {
        String[] agent = known.get(caller.userAgent(), this::read);
        return new Seen(caller.address(), place(caller.address()), agent[0], agent[1]);
    }

    private String[] read(String userAgent) {
        Client client = parser.join().parse(userAgent);
        String browser = client.userAgent.family.equals("Other")
                ? "?"
                : client.userAgent.family + (client.userAgent.major == null ? "" : " " + client.userAgent.major);
        String system = client.os.family.equals("Other")
                ? "?"
                : client.os.family + (client.os.major == null ? "" : " " + client.os.major);
        return new String[] {browser, system};
    }

    /// What tells a thief's use of a session from its holder's.
    ///
    /// The network is its operator where a database names one: a telephone wanders over many prefixes of one
    /// operator in a day. Without a database it is the /16, or the /32 of IPv6, which is what an operator is
    /// usually given whole. The browser is its family and that of the system, without versions: an update is
    /// no move.
    Trace trace(Seen seen) {
        return new Trace(
                network(seen.address()).orElseGet(() -> Networks.wide(seen.address())),
                family(seen.browser()) + "/" + family(seen.system()));
    }

    private static String family(String named) {
        int digit = 0;
        while (digit < named.length() && !Character.isDigit(named.charAt(digit))) {
            digit++;
        }
        return named.substring(0, digit).strip();
    }

    private @Nullable String place(String address) {
        DatabaseReader reader = cities;
        if (reader == null) {
            return null;
        }
        try {
            return reader.tryCity(InetAddress.ofLiteral(address))
                    .map(found -> {
                        String city = found.city().name();
                        String country = found.country().name();
                        return city == null ? country : country == null ? city : city + ", " + country;
                    })
                    .orElse(null);
        } catch (IOException | GeoIp2Exception e) {
            LOG.warn("the place database does not answer: {}", e.getMessage());
            return null;
        }
    }

    /// The number of the network operator that an address belongs to; empty without a database or an entry.
    public Optional<String> network(String address) {
        DatabaseReader reader = networks;
        if (reader == null) {
            return Optional.empty();
        }
        try {
            return reader.tryAsn(InetAddress.ofLiteral(address)).map(found -> "AS" + found.autonomousSystemNumber());
        } catch (IOException | GeoIp2Exception e) {
            LOG.warn("the network database does not answer: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
