package dev.sallyport.base.config;

import dev.sallyport.base.config.Config.Profile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// Makes a [Config] from `sallyport.yaml` and the environment, or says everything that is wrong with them.
public final class ConfigFile {
    /// What came of reading the settings.
    public sealed interface Outcome {
        record Ready(Config config) implements Outcome {}

        /// @param mistakes sentences, all there are
        /// @param wrong the settings that they are about
        /// @param rest what could be read, with something usual in the place of what is wrong; null when
        ///     nothing could be read
        record Wrong(
                List<String> mistakes,
                Set<String> wrong,
                @Nullable Config rest) implements Outcome {
            Wrong(String mistake) {
                this(List.of(mistake), Set.of(), null);
            }
        }
    }

    private ConfigFile() {}

    /// @param file the settings file; absent or null means none
    /// @param environment the process's environment, and flags given on the command line under the same names
    /// @param demo settings that the demo makes up itself are then not asked for
    public static Outcome read(@Nullable Path file, Map<String, String> environment, boolean demo) {
        Map<String, String> values = new LinkedHashMap<>();
        var twice = new TreeSet<String>();
        if (file != null && Files.exists(file)) {
            try {
                var options = new LoaderOptions();
                // The last one would win in silence, and the other one be the one that is read by people.
                options.setAllowDuplicateKeys(false);
                Object tree = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
                if (tree instanceof Map<?, ?> map) {
                    flatten("", map, values, twice);
                } else if (tree != null) {
                    return new Outcome.Wrong(file + " must hold settings as `name: value` lines.");
                }
            } catch (DuplicateKeyException e) {
                return new Outcome.Wrong(file + " holds the same name twice: " + e.getProblem() + " in line "
                        + (e.getProblemMark().getLine() + 1) + ".");
            } catch (YAMLException e) {
                return new Outcome.Wrong(file + " is not valid YAML: " + firstLine(e.getMessage()) + ".");
            } catch (IOException e) {
                return new Outcome.Wrong(file + " cannot be read: " + e.getMessage() + ".");
            }
        } else if (file != null && !demo) {
            return new Outcome.Wrong("The settings file " + file
                    + " does not exist; copy docs/sallyport.example.yaml there and fill it in.");
        }
        var settings = new Settings(values, environment);
        Config config = build(settings, demo);
        twice.forEach(name -> settings.mistake(name, "stands twice in the settings file"));
        List<String> mistakes = settings.mistakes();
        return mistakes.isEmpty() ? new Outcome.Ready(config) : new Outcome.Wrong(mistakes, settings.wrong(), config);
    }

    /// The names of all settings there are.
    static Set<String> names() {
        var settings = new Settings(Map.of(), Map.of());
        build(settings, true);
        return settings.known();
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    /// `outside.port: 80` is the same setting as `outside: {port: 80}`.
    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> into, Set<String> twice) {
        map.forEach((key, value) -> {
            String name = prefix + key;
            String text = switch (value) {
                case null -> null;
                case Map<?, ?> inner -> {
                    flatten(name + ".", inner, into, twice);
                    yield null;
                }
                case Collection<?> items ->
                    items.stream().map(Objects::toString).collect(Collectors.joining(","));
                default -> value.toString();
            };
            if (text != null && into.put(name, text) != null) {
                twice.add(name);
            }
        });
    }

    private static Config build(Settings s, boolean demo) {
        Profile profile =
                s.oneOf("profile", "default", "default", "strict").equals("strict") ? Profile.STRICT : Profile.DEFAULT;
        boolean strict = profile == Profile.STRICT;
        var ports = new Config.Ports(
                s.text("outside.address", demo ? "127.0.0.1" : "0.0.0.0"),
                s.number("outside.port", 8080, 0, 65_535),
                s.text("inside.address", "127.0.0.1"),
                s.number("inside.port", 8081, 0, 65_535),
                s.number("outside.trusted-proxies", 0, 0, 10));
        if (ports.outside() == ports.inside() && ports.outside() != 0) {
            s.mistake("inside.port", "must differ from outside.port: the two doors are never the same");
        }
        Path data = Path.of(s.text("data", "data")).toAbsolutePath();
        return new Config(
                origin(s, demo, ports.outside()),
                s.text("brand", "ExampleX"),
                profile,
                demo,
                data,
                ports,
                database(s, demo),
                keys(s, demo, data),
                mail(s, demo),
                sms(s, demo, strict),
                passwords(s, strict),
                sessions(s, strict),
                new Config.SignIns(
                        s.number("sign-in.spray-accounts", 20, 3, 1_000_000),
                        s.number("sign-in.flood-failures", 2_000, 10, 100_000_000)),
                ProofSettings.secondProof(s, strict),
                ProofSettings.totps(s),
                ProofSettings.passkeys(s),
                ProofSettings.devices(s, strict),
                new Config.Places(s.existing("places.city-file"), s.existing("places.asn-file")),
                new Config.Audit(Path.of(s.text(
                        "audit.anchors", data.resolve("audit/anchors.jsonl").toString()))),
                ServiceSettings.tokens(s),
                ServiceSettings.services(s, demo, ports),
                ApiKeySettings.apiKeys(s),
                GenuineSettings.genuine(s, demo),
                s.url("tracing.endpoint", "http", "https"));
    }

    private static URI origin(Settings s, boolean demo, int port) {
        URI fallback = URI.create("http://localhost:" + port);
        if (s.text("origin") == null) {
            if (!demo) {
                s.mistake("origin", "is missing: the address that holders type, such as https://account.examplex.com");
            }
            return fallback;
        }
        URI origin = s.url("origin", "https", "http");
        if (origin == null) {
            return fallback;
        }
        boolean local = origin.getHost().equals("localhost") || origin.getHost().equals("127.0.0.1");
        if (!"https".equals(origin.getScheme()) && !local) {
            s.mistake(
                    "origin",
                    "must begin with https:// (plain http only for localhost): cookies are never sent without it");
        }
        boolean bare = (origin.getRawPath() == null || origin.getRawPath().isEmpty())
                && origin.getRawQuery() == null
                && origin.getRawFragment() == null
                && origin.getRawUserInfo() == null;
        if (!bare) {
            s.mistake("origin", "must be scheme, host and port alone, without a path or a closing slash");
        }
        return origin;
    }

    private static Config.Database database(Settings s, boolean demo) {
        int pool = s.number("database.pool", 10, 2, 500);
        if (demo) {
            List.of("url", "user", "password", "owner-user", "owner-password").forEach(n -> s.text("database." + n));
            return new Config.Database("", "", "", "", "", pool);
        }
        String url = s.required("database.url", "where PostgreSQL is, such as jdbc:postgresql://db:5432/sallyport");
        if (!url.isEmpty() && !url.startsWith("jdbc:postgresql://")) {
            s.mistake("database.url", "must begin with jdbc:postgresql://; other databases are not supported");
        }
        String user = s.required("database.user", "the database user that serves");
        String owner = s.required("database.owner-user", "the database user that owns and migrates the tables");
        if (!user.isEmpty() && user.equals(owner)) {
            s.mistake(
                    "database.user",
                    "must differ from database.owner-user: who serves must not be able to edit the audit record");
        }
        return new Config.Database(
                url, user, s.text("database.password", ""), owner, s.text("database.owner-password", ""), pool);
    }

    private static Config.Keys keys(Settings s, boolean demo, Path data) {
        String ring = s.text("keys.ring");
        Path file = s.path("keys.file");
        if (file == null && ring == null && !demo) {
            s.mistake(
                    "keys.file",
                    "is missing: where the key ring is kept, on another disk than the database's backup; make one with `sallyport keys create`");
        }
        URI transit = s.url("keys.transit", "https", "http");
        String token = s.text("keys.transit-token");
        if (transit != null && token == null) {
            s.mistake("keys.transit-token", "is missing: the key service at keys.transit asks for one");
        }
        return new Config.Keys(
                file == null ? data.resolve("keys/ring.json") : file,
                ring,
                transit,
                s.text("keys.transit-key", "sallyport"),
                token,
                s.oneOf("keys.signatures", "auto", "auto", "jdk"));
    }

    private static Config.Mail mail(Settings s, boolean demo) {
        String host = demo ? s.text("mail.host", "") : s.required("mail.host", "the SMTP server that sends our mails");
        String from = demo
                ? s.text("mail.from", "no-reply@examplex.com")
                : s.required("mail.from", "the address that mails come from");
        if (!from.isEmpty() && !from.matches("[^@\\s<>\",;:\\\\]+@[A-Za-z0-9.-]+")) {
            s.mistake("mail.from", "must be a bare mail address such as no-reply@examplex.com");
        }
        return new Config.Mail(
                host,
                s.number("mail.port", 587, 1, 65_535),
                s.text("mail.user"),
                s.text("mail.password"),
                s.oneOf("mail.security", "starttls", "starttls", "tls", "none"),
                from);
    }

    private static Config.Sms sms(Settings s, boolean demo, boolean strict) {
        String kind = s.oneOf("sms.kind", "off", "off", "twilio", "webhook");
        URI url = s.url("sms.url", "https", "http");
        if (!kind.equals("off")) {
            if (url == null) {
                s.mistake("sms.url", "is missing: where the SMS provider takes messages");
            } else if (!"https".equals(url.getScheme()) && !isLocal(url)) {
                s.mistake("sms.url", "must begin with https://: codes travel over it");
            }
            if (s.text("sms.token") == null) {
                s.mistake(
                        "sms.token", "is missing: what the SMS provider knows us by, or what a webhook is signed with");
            }
            if (kind.equals("webhook") && !isSigningKey(s.text("sms.token", "-"))) {
                s.mistake("sms.token", "begins with whsec_, and what follows is no base64: copy it again, whole");
            }
        }
        List<String> countries = s.list("sms.countries");
        for (String country : countries) {
            if (!country.matches("[A-Z]{2}")) {
                s.mistake(
                        "sms.countries", "holds \"" + country + "\", which is no two-letter country code in capitals");
            }
        }
        String home = s.text("sms.home-country", "DE");
        if (!home.matches("[A-Z]{2}")) {
            s.mistake("sms.home-country", "must be a two-letter country code in capitals, not \"" + home + "\"");
        }
        return new Config.Sms(
                kind,
                url,
                s.text("sms.account", ""),
                s.text("sms.token"),
                s.text("sms.from", "Sallyport"),
                countries.isEmpty() && demo ? List.of("DE", "AT", "CH", "GB", "US", "FR") : countries,
                home,
                s.number("sms.day-limit", strict ? 2_000 : 5_000, 0, 10_000_000),
                s.number("sms.pumping-sends", 30, 5, strict ? 30 : 1_000_000));
    }

    /// Standard Webhooks writes a key as `whsec_` and base64; any other text is taken as it is.
    private static boolean isSigningKey(String token) {
        if (!token.startsWith("whsec_")) {
            return true;
        }
        try {
            return Base64.getDecoder().decode(token.substring("whsec_".length())).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isLocal(URI url) {
        return url.getHost().equals("localhost") || url.getHost().equals("127.0.0.1");
    }

    private static Config.Passwords passwords(Settings s, boolean strict) {
        int memory = s.number("password.memory-kib", 47_104, 7_168, 4_194_304);
        int iterations = s.number("password.iterations", 1, 1, 100);
        // The floor is a curve: less memory is fair when more passes pay for it (OWASP's equivalent
        // settings).
        boolean enough =
                memory >= 47_104 || (memory >= 19_456 && iterations >= 2) || (memory >= 7_168 && iterations >= 5);
        if (!enough || (strict && memory < 47_104)) {
            s.mistake(
                    "password.memory-kib",
                    strict
                            ? "must be at least 47104 in the strict profile"
                            : "is too little for password.iterations " + iterations
                                    + ": 47104 with 1, 19456 with 2, 7168 with 5");
        }
        return new Config.Passwords(
                s.oneOf("password.hasher", "auto", "auto", "512", "256", "128", "scalar", "bouncy-castle"),
                memory,
                iterations,
                s.number("password.lanes", 1, 1, 16),
                s.number("password.threads", Runtime.getRuntime().availableProcessors(), 1, 256),
                s.number("password.queue", 64, 1, 100_000),
                s.duration("password.deadline", Duration.ofSeconds(4), Duration.ofMillis(100), Duration.ofSeconds(60)),
                s.number("password.minimum-length", 15, 15, 64),
                s.existing("password.breach-file"),
                s.url("password.breach-api", "https", "http"),
                s.list("password.words"));
    }

    private static Config.Sessions sessions(Settings s, boolean strict) {
        return new Config.Sessions(
                s.duration("session.idle", Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofHours(1)),
                s.duration(
                        "session.absolute",
                        Duration.ofHours(strict ? 12 : 24),
                        Duration.ofMinutes(5),
                        strict ? Duration.ofHours(12) : Duration.ofDays(30)),
                s.duration(
                        "session.shared-idle", Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofMinutes(10)),
                s.number("session.most", 50, 1, 1_000));
    }
}
