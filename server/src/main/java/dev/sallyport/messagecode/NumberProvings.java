package dev.sallyport.messagecode;

import dev.sallyport.account.ContactCodes;
import dev.sallyport.account.ContactCodes.Flow;
import dev.sallyport.account.ContactCodes.Waiting;
import dev.sallyport.account.Purpose;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.messagecode.Numbers.Phone;
import dev.sallyport.session.Session;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Proves again that a number is still its holder's (R-ID-4), by a code to it that is typed in his session.
///
/// It asks for no other proof first: for many holders the number itself is the only second one, and they
/// could never give it. Nor does it open anything to whoever has taken a number over: while it is blocked
/// it lets nobody sign in, so whoever sits in a session came with something else.
@Component
class NumberProvings {
    private final Numbers numbers;
    private final ContactCodes codes;
    private final MessageCodeDesk desk;

    NumberProvings(Numbers numbers, ContactCodes codes, MessageCodeDesk desk) {
        this.numbers = numbers;
        this.codes = codes;
        this.desk = desk;
    }

    /// Sends a code. False for a number that the account does not have, or that needs none.
    boolean begin(Session session, UUID contact, Caller caller) {
        AccountId account = session.account();
        desk.limits().take(Limit.NUMBER_AGAIN, session.id().toString());
        Optional<Phone> number = numbers.isOffered()
                ? numbers.find(account, contact).filter(n -> n.served() && n.mustBeProven())
                : Optional.empty();
        number.ifPresent(n -> send(session, n, caller));
        return number.isPresent();
    }

    void resend(Session session, Caller caller) {
        Waiting waiting = codes.mayResend(flow(session));
        desk.limits().take(Limit.NUMBER_AGAIN, session.id().toString());
        named(session.account(), waiting).ifPresent(n -> send(session, n, caller));
    }

    private void send(Session session, Phone number, Caller caller) {
        desk.limits().take(Limit.SMS_NETWORK, caller.network());
        desk.run(() -> {
            codes.sendToHolder(flow(session), number.contact(), "contact.code");
            return true;
        });
    }

    Optional<Waiting> waiting(Session session) {
        return codes.find(flow(session)).filter(w -> named(session.account(), w).isPresent());
    }

    /// False when the code was not right or is over.
    boolean finish(Session session, String code, Caller caller) {
        desk.limits().take(Limit.CODE_CHECK_NETWORK, caller.network());
        Optional<Waiting> waiting = waiting(session);
        if (waiting.isEmpty()) {
            desk.audit().refused("messagecode.step-refused");
            return false;
        }
        AccountId account = session.account();
        return desk.run(() -> {
            if (codes.check(flow(session), code) != ContactCodes.Check.RIGHT
                    || codes.consume(flow(session)).isEmpty()) {
                return false;
            }
            Optional<Phone> found = named(account, waiting.get());
            if (found.isEmpty()) {
                return false;
            }
            Phone number = found.get();
            numbers.proven(number);
            if (number.blocked()) {
                var values = Map.of("contact", number.contact().masked());
                desk.reach().all(account, "messagecode.proven", values, caller);
            }
            desk.audit()
                    .record(
                            account,
                            Fact.success("messagecode.proven")
                                    .in(session.id())
                                    .from(caller)
                                    .with("was", number.blocked() ? "blocked" : "unused"));
            return true;
        });
    }

    private Optional<Phone> named(AccountId account, Waiting waiting) {
        return numbers.list(account).stream()
                .filter(n -> n.contact().text().equals(waiting.target()))
                .findFirst();
    }

    private static Flow flow(Session session) {
        return new Flow(
                session.account(),
                Purpose.NUMBER_AGAIN,
                Tokens.hash(session.id().toString()));
    }
}
