package dev.sallyport.testing;

import java.util.Comparator;

/// Something that must be put right before the page can be written.
///
/// @param file path below the root, with forward slashes
/// @param line counted from 1
/// @param what one sentence for the person who will correct it
record Mistake(String file, long line, String what) implements Comparable<Mistake> {
    private static final Comparator<Mistake> ORDER =
            Comparator.comparing(Mistake::file).thenComparingLong(Mistake::line).thenComparing(Mistake::what);

    @Override
    public int compareTo(Mistake other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + what;
    }
}
