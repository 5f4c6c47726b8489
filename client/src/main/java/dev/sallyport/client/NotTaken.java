package dev.sallyport.client;

import java.util.List;

/// Sallyport did not take a request: there is something in it to mend. Nothing was done, and the same
/// request will not be
/// taken later either.
public final class NotTaken extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<String> mistakes;

    NotTaken(String code, List<String> mistakes) {
        super(code + (mistakes.isEmpty() ? "" : ": " + String.join(" ", mistakes)));
        this.code = code;
        this.mistakes = List.copyOf(mistakes);
    }

    /// A stable word, such as `invalid-input`.
    public String code() {
        return code;
    }

    /// What is to be mended, a sentence for each field.
    public List<String> mistakes() {
        return mistakes;
    }
}
