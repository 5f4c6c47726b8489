package dev.sallyport.layout;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Each rule takes sources and answers what breaks it, in sentences.
final class Rules {
    static final String ROOT = "dev.sallyport.";
    static final int MOST_LINES = 400;
    static final int MOST_PARAMETERS = 7;

    /// Who stands on whom: a package may use every line above its own here, and nothing beside it. The
    /// packages that are yet to come have their place already.
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("wire", "argon2"),
            Set.of("base"),
            Set.of("audit"),
            Set.of("session", "notices"),
            Set.of("account"),
            Set.of("password", "passkey", "totp", "recoverycode", "messagecode"),
            Set.of("stepup", "apikey", "genuine"),
            Set.of("signin"),
            Set.of("oauth"),
            Set.of("withdrawal", "signals", "service"),
            Set.of("checkup", "recovery", "lockdown"),
            Set.of("staff"));

    private static final Pattern MAPPING = Pattern.compile("(Get|Post|Put|Patch|Delete|Request)Mapping");
    private static final Pattern EDGE = Pattern.compile("\\w+(Pages|Api)");
    private static final Pattern CREATED = Pattern.compile("(?i)\\bCREATE TABLE (?:IF NOT EXISTS )?\"?([a-z_0-9]+)");
    private static final Pattern SQL =
            Pattern.compile("(?si).*\\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|COPY|MERGE INTO)\\b.*");
    /// Where a statement names a table; a column may bear the name of somebody's table.
    private static final Pattern NAMED = Pattern.compile(
            "(?i)\\b(?:FROM|JOIN|INTO|UPDATE|TABLE|TRUNCATE|USING|COPY|REFERENCES|ON)\\s+(?:ONLY\\s+)?((?:\"?[a-z_0-9]+\"?"
                    + "(?:\\s+(?:AS\\s+)?[a-z]\\w*)?\\s*,\\s*)*\"?[a-z_0-9]+\"?)");

    private Rules() {}

    private static int level(String feature) {
        for (int i = 0; i < LEVELS.size(); i++) {
            if (LEVELS.get(i).contains(feature)) {
                return i;
            }
        }
        return -1;
    }

    /// Arrows go down only. The root package puts all together: it may use everything, and nobody uses it.
    static List<String> arrows(Collection<Source> sources) {
        var broken = new ArrayList<String>();
        for (Source source : sources) {
            String own = source.feature();
            if (own.isEmpty()) {
                continue;
            }
            if (level(own) < 0) {
                broken.add(source.path() + ": the package " + own + " has no level; give it one in Rules.LEVELS.");
            }
            for (String name : source.qualified()) {
                String other = Source.featureOf(name);
                boolean root = other.isEmpty() && Character.isUpperCase(name.charAt(ROOT.length()));
                boolean upOrBeside = !other.isEmpty() && !other.equals(own) && level(other) >= level(own);
                if (root || upOrBeside) {
                    broken.add(source.path() + ": " + own + " may not use " + name + ", which stands "
                            + (!root && level(other) == level(own) ? "beside" : "above") + " it.");
                }
            }
        }
        return broken;
    }

    /// The tables and the feature whose migration made them. The scripts of base's parts are base's.
    ///
    /// @param migrations script by file name, such as `V0007__account.sql`
    static Map<String, String> owners(Map<String, String> migrations) {
        var owners = new TreeMap<String, String>();
        migrations.forEach((file, text) ->
                CREATED.matcher(text).results().forEach(table -> owners.put(table.group(1), featureOf(file))));
        return owners;
    }

    private static String featureOf(String migration) {
        String name = migration.replaceFirst("^V\\d+__", "").replaceFirst("(_.*)?\\.sql$", "");
        return level(name) < 0 ? "base" : name;
    }

    /// SQL names the tables of its own feature only.
    static List<String> foreignTables(Collection<Source> sources, Map<String, String> migrations) {
        Map<String, String> owners = owners(migrations);
        var broken = new ArrayList<String>();
        for (Source source : sources) {
            for (String text : source.texts()) {
                if (SQL.matcher(text).matches()) {
                    named(text)
                            .filter(table -> owners.containsKey(table)
                                    && !source.feature().equals(owners.get(table)))
                            .forEach(table -> broken.add(source.path() + ": SQL names " + table + ", a table of "
                                    + owners.get(table) + "."));
                }
            }
        }
        migrations.forEach((file, text) -> named(text.replaceAll("--[^\n]*", ""))
                .filter(table -> owners.containsKey(table) && !featureOf(file).equals(owners.get(table)))
                .forEach(table ->
                        broken.add(file + ": the script names " + table + ", a table of " + owners.get(table) + ".")));
        return broken;
    }

    private static Stream<String> named(String sql) {
        return NAMED.matcher(sql)
                .results()
                .flatMap(found -> Arrays.stream(found.group(1).split(",", -1)))
                .map(table -> table.strip().split("\\s", 2)[0].replace("\"", ""));
    }

    /// Every handler says who may call it.
    static List<String> guards(Collection<Source> sources) {
        return sources.stream()
                .flatMap(source -> source.methods().stream()
                        .filter(method -> method.annotations().stream()
                                        .anyMatch(a -> MAPPING.matcher(a).matches())
                                && !method.annotations().contains("Guard"))
                        .map(method -> source.path() + ": " + method.name() + " is a handler without @Guard."))
                .toList();
    }

    /// `…Pages` and `…Api` are the edge: nobody but the framework calls them.
    static List<String> edges(Collection<Source> sources) {
        Set<String> edges = sources.stream()
                .map(Source::type)
                .filter(type -> EDGE.matcher(type).matches())
                .collect(toSet());
        return sources.stream()
                .flatMap(source -> source.names().stream()
                        .filter(name -> edges.contains(name) && !name.equals(source.type()))
                        .map(name -> source.path() + ": nobody but the framework may use " + name + "."))
                .toList();
    }

    static List<String> constructors(Collection<Source> sources) {
        return sources.stream()
                .flatMap(source -> source.methods().stream()
                        .filter(m -> m.name().equals("<init>") && m.parameters() > MOST_PARAMETERS)
                        .map(m -> source.path() + ": a constructor with " + m.parameters() + " parameters; "
                                + MOST_PARAMETERS + " are the most."))
                .toList();
    }

    static List<String> sizes(Collection<Source> sources) {
        return sources.stream()
                .filter(source -> source.lines() > MOST_LINES)
                .map(source -> source.path() + ": " + source.lines() + " lines; " + MOST_LINES + " are the most.")
                .toList();
    }

    /// The number of lines that the given part of all files stays within.
    static int quantile(Collection<Source> sources, double part) {
        int[] lines = sources.stream().mapToInt(Source::lines).sorted().toArray();
        return lines[Math.min(lines.length - 1, (int) Math.ceil(part * lines.length) - 1)];
    }
}
