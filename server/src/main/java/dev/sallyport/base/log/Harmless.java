package dev.sallyport.base.log;

import dev.sallyport.base.text.Plain;

/// Makes text fit for a log: what would break the line, command a terminal or turn the direction of writing
/// is written as its number, so that it can still be seen that somebody tried.
final class Harmless {
    private Harmless() {}

    static String line(String text) {
        return escape(text, false);
    }

    /// The same for a stack trace, which keeps its lines.
    static String lines(String text) {
        return escape(text, true);
    }

    private static String escape(String text, boolean keepLines) {
        if (Plain.isHarmless(text)) {
            return text;
        }
        var out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            String one = Character.toString(point);
            if (Plain.isHarmless(one) || (keepLines && (point == '\n' || point == '\t'))) {
                out.append(one);
            } else {
                out.append(String.format("\\u%04x", point));
            }
        });
        return out.toString();
    }
}
