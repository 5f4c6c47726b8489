package dev.sallyport.stepup;

import dev.sallyport.account.Contact;
import dev.sallyport.account.ContactCodes;
import dev.sallyport.account.ContactCodes.Flow;
import dev.sallyport.account.ContactCodes.Waiting;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.Identifier;
import dev.sallyport.account.Purpose;
import dev.sallyport.account.Reach;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.text.Texts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// A code to an address of the account, for an act in a session that nothing but the password speaks for. It is
/// good for that one act, and counted with what strangers ask for: it may be one who asks (A4, A14).
@Component
class AddressCodes {
    private final ContactCodes codes;
    private final Contacts contacts;
    private final Reach reach;
    private final Texts texts;
    private final Limits limits;
    private final Tx tx;
    private final Clock clock;

    AddressCodes(ContactCodes codes, Contacts contacts, Reach reach, Texts texts, Limits limits, Tx tx, Clock clock) {
        this.codes = codes;
        this.contacts = contacts;
        this.reach = reach;
        this.texts = texts;
        this.limits = limits;
        this.tx = tx;
        this.clock = clock;
    }

    /// Opening the page sends the first code; opening it again sends none.
    void sendFirst(AccountId account, StepUp stepUp, Caller caller) {
        if (waiting(account, stepUp.bound()).isEmpty()) {
            send(account, stepUp, caller);
        }
    }

    /// @throws Refused `TOO_MANY` while the last one is too young
    void sendAgain(AccountId account, StepUp stepUp, Caller caller) {
        if (waiting(account, stepUp.bound()).isPresent()) {
            codes.mayResend(flow(account, stepUp.bound()));
        }
        send(account, stepUp, caller);
    }

    private void send(AccountId account, StepUp stepUp, Caller caller) {
        Contact contact = target(account);
        if (contact.kind() == Identifier.Kind.PHONE) {
            limits.take(Limit.SMS_NETWORK, caller.network());
        }
        String purpose = texts.get(
                reach.language(account), "stepup.purpose." + stepUp.act().label());
        tx.run(() ->
                codes.sendToHolder(flow(account, stepUp.bound()), contact, "stepup.code", Map.of("purpose", purpose)));
    }

    /// A mail address before a number, and none that must be proven again: it may be another's by now (A18).
    private Contact target(AccountId account) {
        Instant now = clock.instant();
        return contacts.list(account).stream()
                .min(Comparator.comparing((Contact contact) -> contact.mustBeProvenAgain(now))
                        .thenComparing(contact -> contact.kind() != Identifier.Kind.MAIL))
                .orElseThrow(() -> new Refused(ErrorCode.CONFLICT, "no address to send a code to"));
    }

    Optional<Waiting> waiting(AccountId account, byte[] bound) {
        return codes.find(flow(account, bound));
    }

    /// Looks at a code and uses it up. A wrong one is counted even so, hence the two transactions.
    boolean use(AccountId account, byte[] bound, String typed) {
        Flow flow = flow(account, bound);
        return tx.run(() -> codes.check(flow, typed)) == ContactCodes.Check.RIGHT
                && tx.run(() -> codes.consume(flow))
                        .filter(address -> isHeld(account, address))
                        .isPresent();
    }

    private boolean isHeld(AccountId account, String address) {
        return contacts.list(account).stream()
                .anyMatch(contact -> contact.text().equals(address));
    }

    private static Flow flow(AccountId account, byte[] bound) {
        return new Flow(account, Purpose.STEP_UP, bound, true);
    }
}
