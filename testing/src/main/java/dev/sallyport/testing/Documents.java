package dev.sallyport.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Pages that are themselves what a standard asks for: `docs/**/*.md` with a line `<!-- asvs: 6.1.1 6.1.3
/// -->`.
final class Documents {
    private static final Pattern MARK = Pattern.compile("<!-- asvs:(.*)-->");
    private static final Pattern ID = Pattern.compile("[^\\s,]+");

    private Documents() {}

    static void read(Path root, Claims claims) throws IOException {
        List<Path> pages;
        try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
            pages = files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
        for (Path page : pages) {
            read(root.relativize(page).toString().replace('\\', '/'), Files.readAllLines(page), claims);
        }
    }

    private static void read(String file, List<String> lines, Claims claims) {
        String title = lines.stream()
                .filter(line -> line.startsWith("# "))
                .findFirst()
                .map(line -> line.substring(2).strip())
                .orElse(file);
        for (int line = 1; line <= lines.size(); line++) {
            Matcher mark = MARK.matcher(lines.get(line - 1));
            if (mark.find()) {
                for (String id : ids(mark.group(1))) {
                    claim(id, new Proof(id, file, title), line, claims);
                }
            }
        }
    }

    private static List<String> ids(String list) {
        return ID.matcher(list).results().map(MatchResult::group).toList();
    }

    private static void claim(String id, Proof proof, long line, Claims claims) {
        Optional<Rule> rule = claims.rules().find(id);
        if (rule.isPresent() && rule.get().kind() != Kind.DOCUMENT) {
            claims.mistake(proof.file(), line, id + " asks for more than a document; a test must prove it");
        } else {
            claims.add("Asvs", proof, line);
        }
    }
}
