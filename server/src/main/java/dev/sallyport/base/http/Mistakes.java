package dev.sallyport.base.http;

import java.util.List;
import java.util.stream.Stream;

/// What is to be mended in a form that came back, in the order of its fields. A form that was not sent yet
/// has [#NONE].
public record Mistakes(List<Mistake> all) {
    public static final Mistakes NONE = new Mistakes(List.of());

    public Mistakes {
        all = List.copyOf(all);
    }

    /// @param field the name of the field, to which the summary leads
    /// @param key the sentence that says what is wrong and how to mend it
    /// @param arguments pairs of name and value for the sentence
    public record Mistake(String field, String key, List<Object> arguments) {}

    public static Mistakes in(String field, String key, Object... arguments) {
        return NONE.and(field, key, arguments);
    }

    public Mistakes and(String field, String key, Object... arguments) {
        return new Mistakes(Stream.concat(all.stream(), Stream.of(new Mistake(field, key, List.of(arguments))))
                .toList());
    }

    public boolean any() {
        return !all.isEmpty();
    }
}
