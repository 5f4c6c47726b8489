package dev.sallyport.apikey;

import java.util.regex.Pattern;

/// Where a scheme carries something: a header, a parameter of the query, or a field of a form in the body.
record Place(Kind kind, String name) {
    enum Kind {
        HEADER,
        QUERY,
        BODY
    }

    private static final Pattern TEXT = Pattern.compile("(header|query|body) ([A-Za-z0-9_.-]{1,64})");

    /// Such as `header X-Api-Key`.
    static Place read(String text) {
        var match = TEXT.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no place such as `header X-Api-Key`, `query signature` or `body nonce`");
        }
        return new Place(Kind.valueOf(match.group(1).toUpperCase(java.util.Locale.ROOT)), match.group(2));
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + name;
    }
}
