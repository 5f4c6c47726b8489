package dev.sallyport.account;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import java.util.List;
import org.springframework.stereotype.Component;

/// How many messages an address may get from whoever asks (A13, A14). Above it nothing goes out, and nobody
/// is told.
@Component
class CodeBudget {
    /// Numbers that differ in the last digits only are one range: who pumps texts owns ranges.
    private static final int RANGE = 4;

    private final Limits limits;
    private final List<String> countries;

    CodeBudget(Limits limits, Config config) {
        this.limits = limits;
        this.countries = config.sms().countries();
    }

    /// A holder's second proof has a budget of its own: strangers who use up that of his number must not
    /// shut him out.
    boolean allowsHolder(Identifier number) {
        return limits.tryTake(Limit.SMS_TARGET, "holder " + number.text()).isEmpty();
    }

    boolean allows(Identifier to) {
        if (to.kind() == Identifier.Kind.MAIL) {
            return limits.tryTake(Limit.MAIL_TARGET, to.text()).isEmpty();
        }
        boolean served = Identifiers.country(to).filter(countries::contains).isPresent();
        String range = to.text().substring(0, to.text().length() - RANGE);
        return limits.tryTake(Limit.SMS_TARGET, to.text()).isEmpty()
                && limits.tryTake(Limit.SMS_RANGE, range).isEmpty()
                && served;
    }
}
