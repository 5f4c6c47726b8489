package dev.sallyport.account;

/// What an account is found by: a mail address or a telephone number in its one canonical form (see
/// [Identifiers]).
///
/// @param kind which of the two
/// @param text the canonical form: `local@a-label-domain`, or E.164 such as `+4915112345678`
/// @param skeleton what it looks like to an eye, by UTS 39
/// @param plain only ASCII, which no confusable can imitate unseen
public record Identifier(Kind kind, String text, String skeleton, boolean plain) {
    public enum Kind {
        MAIL,
        PHONE
    }

    /// As it may be shown to someone who looks over a shoulder: `t…@examplex.com`, `+49 … 78`.
    public String masked() {
        if (kind == Kind.MAIL) {
            int at = text.lastIndexOf('@');
            int first = text.offsetByCodePoints(0, 1);
            return text.substring(0, Math.min(first, at)) + "…" + text.substring(at);
        }
        return text.substring(0, 3) + " … " + text.substring(text.length() - 2);
    }

    @Override
    public String toString() {
        return masked();
    }
}
