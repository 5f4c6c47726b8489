package dev.sallyport.genuine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Services whose links only lead on to others: mail filters and social networks, which write the target into their
/// own link, and shorteners, which do not. Nothing is fetched: what cannot be read from the link stays unknown.
final class Wrappers {
    /// By host, the parameters that carry the target; the empty list for the whole query.
    private final Map<String, List<String>> parameters = new HashMap<>();
    private final Set<String> shorteners = new HashSet<>();

    private Wrappers() {}

    static Wrappers shipped() {
        var wrappers = new Wrappers();
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Wrappers.class.getResourceAsStream("/genuine/wrappers.tsv")),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    wrappers.add(line.split("\t", -1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wrappers;
    }

    private void add(String[] line) {
        if (line[0].equals("shortener")) {
            shorteners.add(line[1]);
        } else {
            parameters.put(line[1], line[2].isEmpty() ? List.of() : List.of(line[2].split(",")));
        }
    }

    boolean shortens(Link link) {
        return atOrAbove(link.host()).anyMatch(shorteners::contains);
    }

    /// Where a wrapped link leads to in the end, as it says of itself.
    Optional<String> target(Link link) {
        return atOrAbove(link.host())
                .flatMap(host -> Optional.ofNullable(parameters.get(host)).stream())
                .findFirst()
                .flatMap(names -> target(link, names));
    }

    private static Optional<String> target(Link link, List<String> names) {
        if (names.isEmpty()) {
            String query = Queries.query(link.rest());
            return query.isEmpty() ? Optional.empty() : Optional.of(query);
        }
        Optional<String> named = Queries.parameters(link.rest()).stream()
                .filter(p -> names.contains(p.name()) && !p.value().isBlank())
                .map(Queries.Parameter::value)
                .findFirst();
        return named.or(() -> inThePath(link)).filter(Wrappers::mayBeALink);
    }

    /// One of the mail filters writes the target between `/v3/__` and `__;`.
    private static Optional<String> inThePath(Link link) {
        int from = link.rest().indexOf("/v3/__");
        int to = link.rest().indexOf("__;", from + 6);
        return from < 0 || to < 0 ? Optional.empty() : Optional.of(link.rest().substring(from + 6, to));
    }

    /// A search for words is no link.
    private static boolean mayBeALink(String value) {
        return value.indexOf('.') > 0 && value.indexOf(' ') < 0;
    }

    private static Stream<String> atOrAbove(String host) {
        return Stream.iterate(
                host,
                name -> !name.isEmpty(),
                name -> name.indexOf('.') < 0 ? "" : name.substring(name.indexOf('.') + 1));
    }
}
