package dev.sallyport.password;

import com.nulabinc.zxcvbn.Zxcvbn;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.Passwords.Judgement;
import dev.sallyport.password.Passwords.Reason;
import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/// How strong a password is, while somebody types it: zxcvbn's score, held down where our own rules refuse
/// it, so that the meter never praises what the form then sends back.
///
/// zxcvbn tries every reading of signs that stand for letters, and takes seconds for some inputs of a hundred
/// characters. So it gets the first forty, with at most three different such signs; a score of a part is
/// never higher than that of the whole by more than what the rules catch. And few are measured at once.
@Component
final class Meter {
    static final int MOST_POINTS = 40;
    static final int MOST_SIGNS = 3;

    private static final String DISGUISES = "@({[<&#!/|$+%";
    /// Stands for nothing in zxcvbn.
    private static final int PLAIN_SIGN = '^';

    private static final int AT_ONCE = 4;

    private final Passwords passwords;
    private final PasswordRules rules;
    private final Semaphore places = new Semaphore(AT_ONCE);

    private static final class Holder {
        static final Zxcvbn ZXCVBN = new Zxcvbn();
    }

    Meter(Passwords passwords, PasswordRules rules) {
        this.passwords = passwords;
        this.rules = rules;
    }

    /// @param score 0 to 4; at most 1 where there are reasons
    /// @param reasons why it would be refused as far as this machine can tell alone; empty for none
    record Strength(int score, List<Reason> reasons) {}

    Strength measure(Secret password, List<String> context) {
        List<Reason> reasons = switch (passwords.judgeLocally(password, context)) {
            case Judgement.Good() -> List.of();
            case Judgement.Bad(List<Reason> all) -> all;
        };
        if (!places.tryAcquire()) {
            throw new Refused(ErrorCode.BUSY, "the meter's places are taken", Duration.ofSeconds(1));
        }
        try {
            int score = Holder.ZXCVBN
                    .measure(measurable(password.reveal()), List.copyOf(rules.words(context)))
                    .getScore();
            return new Strength(reasons.isEmpty() ? score : Math.min(1, score), reasons);
        } finally {
            places.release();
        }
    }

    static String measurable(String password) {
        var text = new StringBuilder();
        Set<Integer> signs = new HashSet<>();
        password.codePoints().limit(MOST_POINTS).forEach(point -> {
            boolean disguise = DISGUISES.indexOf(point) >= 0;
            if (disguise && signs.size() < MOST_SIGNS) {
                signs.add(point);
            }
            text.appendCodePoint(disguise && !signs.contains(point) ? PLAIN_SIGN : point);
        });
        return text.toString();
    }
}
