package dev.sallyport.base.text;

/// Makes text that a stranger wrote harmless before it is stored, shown in a log line, or put into a mail's
/// header: no control characters, no line breaks, no marks that turn the direction of writing (A34, A64).
public final class Plain {
    private Plain() {}

    /// One line of at most `most` characters; what does not belong into a line becomes a blank.
    public static String oneLine(String text, int most) {
        var out = new StringBuilder(Math.min(text.length(), most));
        for (int i = 0; i < text.length() && out.length() < most; ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            out.appendCodePoint(harmful(point) ? ' ' : point);
        }
        return out.toString().strip();
    }

    /// Whether a person could have meant to type it in a name.
    public static boolean isHarmless(String text) {
        return text.codePoints().noneMatch(Plain::harmful);
    }

    private static boolean harmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
