package dev.sallyport.account;

import dev.sallyport.notices.Channel;
import dev.sallyport.notices.Message;
import dev.sallyport.notices.Notices;
import dev.sallyport.notices.SmsPumping;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Locale;
import org.springframework.stereotype.Component;

/// Puts codes into the post, within the budget of whoever receives them, and counts what came of them.
@Component
class CodePost {
    private final CodeBudget budget;
    private final SmsPumping pumping;
    private final Notices notices;
    private final MeterRegistry meters;

    CodePost(CodeBudget budget, SmsPumping pumping, Notices notices, MeterRegistry meters) {
        this.budget = budget;
        this.pumping = pumping;
        this.notices = notices;
        this.meters = meters;
    }

    /// Asked before a code is stored: one that was never sent must not be right (A14).
    boolean maySend(ContactCodes.Flow flow, Identifier to) {
        boolean watched = to.kind() == Identifier.Kind.PHONE && CodeBudget.isAnybodys(flow);
        if ((watched && !pumping.takes(to.text())) || !budget.allows(flow, to)) {
            return false;
        }
        if (watched) {
            pumping.sent(to.text());
        }
        return true;
    }

    /// A code came back: texts to where its number belongs are no waste.
    void verified(ContactCodes.Flow flow, Identifier.Kind kind, String target) {
        if (kind == Identifier.Kind.PHONE && CodeBudget.isAnybodys(flow)) {
            pumping.verified(target);
        }
    }

    void send(ContactCodes.Flow flow, ContactCodes.Sending sending, String code) {
        Identifier to = sending.to();
        var values = new HashMap<>(sending.values());
        values.put("zone", sending.zone().getId());
        values.put("minutes", Long.toString(ContactCode.CODE_LIFE.toMinutes()));
        var message = new Message(
                flow.account().equals(ContactCodes.NO_ACCOUNT) ? null : flow.account(),
                to.kind() == Identifier.Kind.MAIL ? Channel.MAIL : Channel.SMS,
                to.text(),
                sending.language(),
                sending.instead().orElse(sending.kind()),
                values);
        notices.send(sending.instead().isEmpty() ? message.with("code", code) : message);
    }

    boolean mayCheck(ContactCodes.Flow flow, ContactCode code) {
        return budget.allowsCheck(flow, code);
    }

    /// Strangers have no record to write into; many wrong codes are seen by this count.
    void checked(ContactCodes.Flow flow, ContactCodes.Check outcome) {
        meters.counter("sallyport.codes.checked", "purpose", word(flow.purpose()), "outcome", word(outcome))
                .increment();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
