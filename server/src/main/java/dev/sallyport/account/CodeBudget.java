package dev.sallyport.account;

import dev.sallyport.account.ContactCodes.Flow;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// How many messages an address may get, and how many codes may be tried for it (A13, A14). Beyond it nothing
/// goes out and no code is right, and nobody is told.
///
/// What goes to an address that nobody has proven is counted by the address, whoever asks: it may be anybody's, and
/// neither strangers nor many accounts fill it. What goes to an address that an account has proven is counted for
/// that account and address, once for those who know its password only and once for its known devices and sessions,
/// so that nobody can keep an owner from his codes. Two counts are all there are, which bounds the cost.
@Component
class CodeBudget {
    /// Numbers that differ in the last digits only are one range: who pumps texts owns ranges.
    private static final int RANGE = 4;
    /// The part of a day's texts that strangers may use up, in percent. The rest is for those who have an
    /// account: pumping must not keep a notice from its owner.
    private static final int PART_OF_STRANGERS = 80;

    private final Limits limits;
    private final ContactCodeStore store;
    private final Config.Sms sms;
    private final Clock clock;

    CodeBudget(Limits limits, ContactCodeStore store, Config config, Clock clock) {
        this.limits = limits;
        this.store = store;
        this.sms = config.sms();
        this.clock = clock;
    }

    /// Whether a message may go out; takes it from every count it belongs to.
    boolean allows(Flow flow, Identifier to) {
        String target = flow.purpose().provesNew() ? to.text() : of(flow, to.text());
        return to.kind() == Identifier.Kind.MAIL
                ? !isUsedUp(Limit.MAIL_TARGET, target)
                : !isUsedUp(Limit.SMS_TARGET, target) && allowsText(flow, to);
    }

    private boolean allowsText(Flow flow, Identifier to) {
        Optional<String> country = Identifiers.country(to).filter(sms.countries()::contains);
        if (country.isEmpty()) {
            return false;
        }
        if (!isAnybodys(flow)) {
            // It was proven before, by the account that it goes to.
            return true;
        }
        String range = to.text().substring(0, to.text().length() - RANGE);
        return !(isStranger(flow) && isUsedUp(Limit.SMS_RANGE, range))
                && !isUsedUp(Limit.SMS_COUNTRY, country.get())
                && store.takeTextOfTheDay(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), mostOfTheDay());
    }

    private int mostOfTheDay() {
        return (int) (sms.dayLimit() * (long) PART_OF_STRANGERS / 100);
    }

    /// Whether one more code may be looked at; counts it.
    ///
    /// @param code the flow's row. Where no message went out, tries are counted apart: whoever may not have
    ///     codes sent to an address may not use up the tries of those who may
    boolean allowsCheck(Flow flow, ContactCode code) {
        String target = of(flow, Tokens.encode(code.targetIndex()));
        return !isUsedUp(Limit.CODE_CHECK_TARGET, code.code().equals(ContactCode.UNSENT) ? "unsent|" + target : target);
    }

    private boolean isUsedUp(Limit limit, String key) {
        return limits.tryTake(limit, key).isPresent();
    }

    private static String of(Flow flow, String target) {
        if (isStranger(flow)) {
            // A stranger who asks for an account back must not use up what its owner has on a device of his.
            return flow.purpose().provesNew()
                    ? target
                    : flow.purpose() + (flow.stranger() ? "|stranger|" : "|known|") + target;
        }
        return flow.account() + (flow.stranger() ? "|stranger|" : "|") + target;
    }

    /// Whether the address may be anybody's: whoever names a number then may be paid for the text.
    static boolean isAnybodys(Flow flow) {
        return flow.purpose().provesNew() || isStranger(flow);
    }

    private static boolean isStranger(Flow flow) {
        return flow.account().equals(ContactCodes.NO_ACCOUNT);
    }
}
