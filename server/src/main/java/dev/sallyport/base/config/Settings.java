package dev.sallyport.base.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads settings by name and collects every mistake as a sentence, so that an operator sees all of them at
/// once. A setting is looked up as `SALLYPORT_` and its name in capitals with `_` for `.` and `-` in the
/// environment, then by its name in the file.
final class Settings {
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

    /// What the launcher and the demo read by themselves.
    private static final Set<String> NO_SETTINGS =
            Set.of("SALLYPORT_JAVA_OPTS", "SALLYPORT_DEMO_EXCHANGE_JAR", "SALLYPORT_DEMO_EXCHANGE_PORT");

    private final Map<String, String> file;
    private final Map<String, String> environment;
    private final List<String> mistakes = new ArrayList<>();
    private final TreeSet<String> wrong = new TreeSet<>();
    private final TreeSet<String> known = new TreeSet<>();

    Settings(Map<String, String> file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    static String environmentName(String name) {
        return "SALLYPORT_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Nullable
    String text(String name) {
        known.add(name);
        String value = environment.getOrDefault(environmentName(name), file.get(name));
        return value == null || value.isBlank() ? null : value.strip();
    }

    String text(String name, String otherwise) {
        String value = text(name);
        return value == null ? otherwise : value;
    }

    /// A setting without which nothing can start.
    String required(String name, String whatFor) {
        String value = text(name);
        if (value == null) {
            mistake(name, "is missing: " + whatFor);
            return "";
        }
        return value;
    }

    int number(String name, int otherwise, int least, int most) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, with the range, like a number outside it
        }
        mistake(name, "must be a whole number from " + least + " to " + most + ", not \"" + value + "\"");
        return otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        String value = text(name);
        return switch (value == null ? String.valueOf(otherwise) : value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> {
                mistake(name, "must be true or false, not \"" + value + "\"");
                yield otherwise;
            }
        };
    }

    Duration duration(String name, Duration otherwise, Duration least, Duration most) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        Duration parsed = parseDuration(value);
        if (parsed == null) {
            mistake(name, "must be a time such as 30s, 5m, 24h or 7d, not \"" + value + "\"");
            return otherwise;
        }
        if (parsed.compareTo(least) < 0 || parsed.compareTo(most) > 0) {
            mistake(name, "must lie between " + plain(least) + " and " + plain(most) + ", not " + value);
            return otherwise;
        }
        return parsed;
    }

    private static @Nullable Duration parseDuration(String value) {
        var match = SHORT_DURATION.matcher(value);
        if (match.matches()) {
            long amount = Long.parseLong(match.group(1));
            return switch (match.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String plain(Duration d) {
        if (d.toMillis() % 1000 != 0) {
            return d.toMillis() + "ms";
        }
        long seconds = d.toSeconds();
        if (seconds % 86_400 == 0 && seconds > 0) {
            return seconds / 86_400 + "d";
        }
        return seconds % 3600 == 0 && seconds > 0
                ? seconds / 3600 + "h"
                : seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    String oneOf(String name, String otherwise, String... allowed) {
        String value = text(name, otherwise);
        if (!Arrays.asList(allowed).contains(value)) {
            mistake(name, "must be one of " + String.join(", ", allowed) + ", not \"" + value + "\"");
            return otherwise;
        }
        return value;
    }

    List<String> list(String name) {
        String value = text(name);
        return value == null
                ? List.of()
                : Arrays.stream(value.split(",", -1))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .toList();
    }

    @Nullable
    Path path(String name) {
        String value = text(name);
        return value == null ? null : Path.of(value);
    }

    /// A file that must be there.
    @Nullable
    Path existing(String name) {
        Path path = path(name);
        if (path != null && !Files.isReadable(path)) {
            mistake(name, "names " + path + ", which is not there or cannot be read");
        }
        return path;
    }

    @Nullable
    URI url(String name, String... schemes) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            URI uri = new URI(value);
            if (uri.getScheme() != null && Arrays.asList(schemes).contains(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        mistake(
                name,
                "must be an address that begins with " + String.join(":// or ", schemes) + "://, not \"" + value
                        + "\"");
        return null;
    }

    /// Every `name.KEY` of a section, from the file; the environment cannot carry free keys.
    Map<String, String> section(String name) {
        var section = new LinkedHashMap<String, String>();
        file.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                known.add(key);
                section.put(key.substring(name.length() + 1), value);
            }
        });
        return section;
    }

    void mistake(String name, String sentence) {
        wrong.add(name);
        mistakes.add("`" + name + "` (or " + environmentName(name) + ") " + sentence + ".");
    }

    /// The settings that hold something wrong, or nothing where something must be.
    Set<String> wrong() {
        return Set.copyOf(wrong);
    }

    Set<String> known() {
        return Set.copyOf(known);
    }

    /// All mistakes, unknown names included: a misspelt setting must not be ignored in silence.
    List<String> mistakes() {
        var all = new ArrayList<>(mistakes);
        file.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> all.add(unknown(name, known.stream())));
        Set<String> knownOutside =
                known.stream().map(Settings::environmentName).collect(Collectors.toCollection(TreeSet::new));
        environment.keySet().stream()
                .filter(name ->
                        name.startsWith("SALLYPORT_") && !NO_SETTINGS.contains(name) && !knownOutside.contains(name))
                .sorted()
                .forEach(name -> all.add(unknown(name, knownOutside.stream())));
        return List.copyOf(all);
    }

    private static String unknown(String name, Stream<String> known) {
        return "`" + name + "` is not a setting of Sallyport"
                + known.filter(k -> distance(k, name) <= Math.max(2, name.length() / 5))
                        .min(Comparator.comparingInt(k -> distance(k, name)))
                        .map(k -> "; did you mean `" + k + "`?")
                        .orElse(".");
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                corner = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
