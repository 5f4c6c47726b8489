package dev.sallyport.notices;

import dev.sallyport.base.text.Language;
import java.util.List;
import java.util.stream.Collectors;

/// A message as it goes out. Text and HTML are both made from its paragraphs, so they say the same.
///
/// @param to the mail address or number
/// @param subject one line; empty for SMS
/// @param footer what stands below every mail; empty for SMS
public record Letter(String to, Language language, String subject, List<Paragraph> paragraphs, String footer) {

    public enum Look {
        PLAIN,
        /// A code by itself, shown large.
        CODE,
        /// An address by itself, that leads where it says.
        LINK
    }

    /// @param lines at least one
    public record Paragraph(Look look, List<String> lines) {
        /// The first line; of a code or a link, the whole.
        public String line() {
            return lines.getFirst();
        }

        public List<String> moreLines() {
            return lines.subList(1, lines.size());
        }
    }

    /// The whole as plain text.
    public String text() {
        String body = paragraphs.stream().map(p -> String.join("\n", p.lines())).collect(Collectors.joining("\n\n"));
        return footer.isEmpty() ? body : body + "\n\n-- \n" + footer;
    }
}
