package dev.sallyport.account;

import dev.sallyport.notices.Channel;
import dev.sallyport.notices.Message;
import dev.sallyport.notices.Notices;
import dev.sallyport.notices.SmsPumping;
import java.util.HashMap;
import org.springframework.stereotype.Component;

/// Puts codes into the post, within the budget of whoever receives them, and counts what came of them.
@Component
class CodePost {
    private final CodeBudget budget;
    private final SmsPumping pumping;
    private final Notices notices;
    private final MeterRegistry meters;

    CodePost(CodeBudget budget, SmsPumping pumping, Notices notices) {
        this.budget = budget;
        this.pumping = pumping;
        this.notices = notices;
        this.meters = meters;
    }

    /// Asked before a code is stored: one that was never sent must not be right (A14).
    boolean maySend(ContactCodes.Flow flow, Identifier to) {
        return budget.allows(flow, to);
    }

    void send(ContactCodes.Flow flow, ContactCodes.Sending sending, String code) {
        Identifier to = sending.to();
        if (!allows(flow.purpose(), to)) {
            return;
        }
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

    private boolean allows(Purpose purpose, Identifier to) {
        if (to.kind() == Identifier.Kind.MAIL) {
            return budget.allows(to);
        }
        if (purpose.isHolders()) {
            return budget.allowsHolder(to);
        }
        if (purpose.provesNew()) {
            if (!pumping.takes(to.text()) || !budget.allows(to)) {
                return false;
            }
            pumping.sent(to.text());
            return true;
        }
        return budget.allows(to);
    }

    /// A code came back: texts to where its number belongs are no waste.
    void verified(Purpose purpose, Identifier.Kind kind, String target) {
        if (kind == Identifier.Kind.PHONE && purpose.provesNew()) {
            pumping.verified(target);
        }
    }
}
