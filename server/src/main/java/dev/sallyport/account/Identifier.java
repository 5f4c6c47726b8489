package dev.sallyport.account;

import java.util.List;

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
        return masked(1, 0);
    }

    /// The same for its holder, with as much more of it as tells it from the others: `c…1@examplex.com`.
    String maskedAmong(List<Identifier> others) {
        for (int end = 0; end < text.length(); end++) {
            for (int start = 1; start <= 1 + end; start++) {
                String masked = masked(start, end);
                int from = start;
                int to = end;
                if (others.stream().noneMatch(other -> other.masked(from, to).equals(masked))) {
                    return masked;
                }
            }
        }
        return masked();
    }

    /// @param start how much of the local part's begin is shown
    /// @param end how much of what is left then is shown of its end, or of a number's beyond two digits
    private String masked(int start, int end) {
        if (kind == Kind.PHONE) {
            return text.substring(0, 3) + " … " + text.substring(Math.max(3, text.length() - 2 - end));
        }
        int at = text.lastIndexOf('@');
        int[] local = text.substring(0, at).codePoints().toArray();
        int shown = Math.min(start, local.length);
        int last = Math.max(shown, local.length - end);
        return new String(local, 0, shown) + "…" + new String(local, last, local.length - last) + text.substring(at);
    }

    @Override
    public String toString() {
        return masked();
    }
}
