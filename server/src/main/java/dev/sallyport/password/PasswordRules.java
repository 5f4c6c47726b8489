package dev.sallyport.password;

import dev.sallyport.base.config.Config;
import dev.sallyport.password.Passwords.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/// What may be an account's password. Length counts, composition does not (R-PW-1, N-3); whatever is refused
/// is told why (N-4).
@Component
final class PasswordRules {
    private static final Pattern PARTS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int MOST_CONTEXT = 50;

    private final int minimum;
    private final List<String> always;
    private final Breaches breaches;

    PasswordRules(Config config, Breaches breaches) {
        this.breaches = breaches;
        this.minimum = config.passwords().minimumLength();
        var own = new ArrayList<>(config.passwords().words());
        own.add(config.brand());
        own.add(config.origin().getHost());
        own.add("sallyport");
        this.always = List.copyOf(own);
    }

    int minimum() {
        return minimum;
    }

    boolean longEnough(Typed typed) {
        return typed.length() >= minimum;
    }

    /// Whether it is known from a breach; asks what is configured.
    Breaches.Answer breached(Typed typed) {
        return breaches.ask(typed);
    }

    /// All that speaks against it; empty for nothing. Other machines are asked only about what passes here.
    List<Reason> against(Typed typed, List<String> context) {
        List<Reason> reasons = againstAlone(typed, context);
        return reasons.isEmpty() && breached(typed) == Breaches.Answer.BREACHED
                ? List.of(Reason.of(Reason.Kind.BREACHED))
                : reasons;
    }

    /// What this machine can tell alone and at once.
    List<Reason> againstAlone(Typed typed, List<String> context) {
        if (!typed.isText()) {
            return List.of(Reason.of(Reason.Kind.NOT_TEXT));
        }
        var reasons = new ArrayList<Reason>();
        if (!longEnough(typed)) {
            reasons.add(new Reason(Reason.Kind.TOO_SHORT, Integer.toString(minimum)));
        }
        var pieces = new Pieces(typed.text(), words(context));
        if (pieces.count() < Pieces.ENOUGH && !typed.text().isEmpty()) {
            switch (pieces.mostly()) {
                case COMMON -> reasons.add(Reason.of(Reason.Kind.COMMON));
                case RUN -> reasons.add(Reason.of(Reason.Kind.RUN));
                case AGAIN -> reasons.add(Reason.of(Reason.Kind.REPEATED));
                case CONTEXT -> reasons.add(new Reason(Reason.Kind.CONTEXT, pieces.longest(Pieces.Kind.CONTEXT)));
                // Only shortness makes so few pieces of plain characters, and that is said already.
                case CHARACTER -> {}
            }
        }
        return List.copyOf(reasons);
    }

    /// The words themselves and their parts: of `mia.lind@mail.examplex.com` also mia, lind, mail, examplex,
    /// and `mialind`.
    Set<String> words(List<String> context) {
        var words = new HashSet<String>();
        for (String text : always) {
            add(text, words);
        }
        context.stream().limit(MOST_CONTEXT).forEach(text -> add(text, words));
        return words;
    }

    private static void add(String text, Set<String> words) {
        words.add(text);
        words.addAll(List.of(PARTS.split(text)));
        words.add(PARTS.matcher(text).replaceAll(""));
        int at = text.indexOf('@');
        if (at > 0) {
            words.add(text.substring(0, at));
            words.add(PARTS.matcher(text.substring(0, at)).replaceAll(""));
        }
        words.remove("");
    }
}
