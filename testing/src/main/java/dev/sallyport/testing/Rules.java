package dev.sallyport.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules of `docs/rules.tsv`, in the order of the file.
///
/// The first line is the header. A line has four columns with a tab between: id, kind, basis, text.
final class Rules {
    static final String FILE = "docs/rules.tsv";
    private static final String HEADER = "id\tkind\tbasis\ttext";

    private final Map<String, Rule> byId = new LinkedHashMap<>();

    static Rules read(Path root, List<Mistake> mistakes) throws IOException {
        Rules rules = new Rules();
        List<String> lines = Files.readAllLines(root.resolve(FILE));
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            mistakes.add(new Mistake(FILE, 1, "the first line must be: id, kind, basis, text, with tabs between"));
        }
        for (int line = 2; line <= lines.size(); line++) {
            Optional<String> wrong = rules.add(lines.get(line - 1));
            if (wrong.isPresent()) {
                mistakes.add(new Mistake(FILE, line, wrong.get()));
            }
        }
        return rules;
    }

    Optional<Rule> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<Rule> of(Kind kind) {
        return byId.values().stream().filter(rule -> rule.kind() == kind).toList();
    }

    private Optional<String> add(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != 4) {
            return Optional.of("a rule has four columns with tabs between, this line has " + columns.length);
        }
        for (String column : columns) {
            if (column.isBlank() || !column.equals(column.strip())) {
                return Optional.of("a column is empty or has blanks around it");
            }
        }
        Optional<Kind> kind = Kind.named(columns[1]);
        if (kind.isEmpty()) {
            return Optional.of("unknown kind '" + columns[1] + "'");
        }
        Rule before = byId.putIfAbsent(columns[0], new Rule(columns[0], kind.get(), columns[2], columns[3]));
        return before == null ? Optional.empty() : Optional.of("the id " + columns[0] + " is there twice");
    }
}
