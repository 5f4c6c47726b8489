package dev.sallyport.messagecode;

import dev.sallyport.account.ContactCodes;
import dev.sallyport.account.ContactCodes.Flow;
import dev.sallyport.account.ContactCodes.Waiting;
import dev.sallyport.account.Proofs;
import dev.sallyport.account.Purpose;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.messagecode.MessageCodeStore.On;
import dev.sallyport.messagecode.Numbers.Phone;
import dev.sallyport.wire.ErrorCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Codes by text as a second proof.
@Component
public final class MessageCodes {
    private final MessageCodeStore store;
    private final Numbers numbers;
    private final ContactCodes codes;
    private final Proofs proofs;
    private final MessageCodeDesk desk;

    MessageCodes(MessageCodeStore store, Numbers numbers, ContactCodes codes, Proofs proofs, MessageCodeDesk desk) {
        this.store = store;
        this.numbers = numbers;
        this.codes = codes;
        this.proofs = proofs;
        this.desk = desk;
    }

    /// Whether the service takes this proof at all: it sends texts, and its profile is not the strict one.
    public boolean isOffered() {
        return numbers.isOffered();
    }

    /// How it stands with an account.
    ///
    /// @param on the holder has turned it on, and the number is still his
    /// @param maskedNumber where codes go; null while it is off
    /// @param possible when on, whether a code can be sent now; when off, whether there is a number for it
    public record State(boolean on, @Nullable String maskedNumber, boolean possible) {}

    public State state(AccountId account) {
        return chosen(account)
                .map(number -> new State(true, number.contact().masked(), isOffered() && number.mayTakeCodes()))
                .orElseGet(() -> new State(
                        false,
                        null,
                        isOffered() && numbers.list(account).stream().anyMatch(Phone::mayTakeCodes)));
    }

    Optional<Phone> chosen(AccountId account) {
        return store.find(account).flatMap(on -> numbers.find(account, on.contact()));
    }

    /// What came of turning it on.
    public enum Turn {
        DONE,
        /// No such number of this account, or one that no texts go to.
        NO_NUMBER,
        /// The service does not take this proof.
        NOT_OFFERED,
        /// It is on with this number.
        ALREADY,
        /// The number must be proven again first: it was not used for 180 days, or may have changed hands.
        UNPROVEN
    }

    /// Turns it on with a number of the account. With another number it is another proof (N-10): the one
    /// before goes.
    public Turn turnOn(AccountId account, UUID contact, Caller caller) {
        if (!isOffered()) {
            return Turn.NOT_OFFERED;
        }
        desk.limits().take(Limit.CONTACT_CHANGE, account.toString());
        return desk.run(() -> {
            // Before the number is looked up: whoever removes it at this moment waits, or is waited for.
            proofs.queueUp(account);
            Optional<Phone> number = numbers.find(account, contact);
            if (number.isEmpty() || !number.get().served()) {
                return Turn.NO_NUMBER;
            }
            if (!number.get().mayTakeCodes()) {
                return Turn.UNPROVEN;
            }
            Optional<On> before = store.find(account);
            if (before.filter(on -> on.contact().equals(contact)).isPresent()) {
                return Turn.ALREADY;
            }
            before.ifPresent(on -> take(account, on));
            Instant now = desk.now();
            var on = new On(contact, Uuid7.at(now.toEpochMilli()), now);
            store.insert(account, on);
            proofs.bound(account, Proofs.Kind.MESSAGE_CODE, on.proof());
            desk.reach()
                    .all(
                            account,
                            "messagecode.on",
                            Map.of("contact", number.get().contact().masked()),
                            caller);
            desk.audit().record(account, Fact.success("messagecode.on").from(caller));
            return Turn.DONE;
        });
    }

    public Proofs.Removal turnOff(AccountId account, Caller caller) {
        desk.limits().take(Limit.CONTACT_CHANGE, account.toString());
        return desk.run(() -> {
            proofs.queueUp(account);
            Optional<On> on = store.find(account);
            if (on.isEmpty()) {
                return Proofs.Removal.UNKNOWN;
            }
            Proofs.Removal removal = take(account, on.get());
            if (removal == Proofs.Removal.DONE) {
                off(account, caller);
            }
            return removal;
        });
    }

    /// The number has gone from the account, in the transaction of its removal.
    void numberGone(AccountId account, UUID contact, Caller caller) {
        proofs.queueUp(account);
        store.find(account).filter(on -> on.contact().equals(contact)).ifPresent(on -> {
            take(account, on);
            off(account, caller);
        });
    }

    private Proofs.Removal take(AccountId account, On on) {
        Proofs.Removal removal = proofs.remove(account, on.proof());
        if (removal == Proofs.Removal.DONE) {
            store.delete(account, on.proof());
        }
        return removal;
    }

    private void off(AccountId account, Caller caller) {
        desk.reach().all(account, "messagecode.off", Map.of(), caller);
        desk.audit().record(account, Fact.success("messagecode.off").from(caller));
    }

    /// A signal says that the account's texts may reach somebody else: its number was moved to another card
    /// or another company, or has another owner (A17, A18). No code goes out and none is taken, until a
    /// number is proven again.
    ///
    /// @param reason such as `sim-swap`, for the record
    public void block(AccountId account, String reason) {
        desk.run(() -> {
            store.block(account, reason, desk.now());
            desk.reach().all(account, "messagecode.blocked", Map.of());
            desk.audit().record(account, Fact.success("messagecode.blocked").with("reason", reason));
            return true;
        });
    }

    /// A code on its way.
    ///
    /// @param masked the number it went to
    /// @param until until when it holds
    /// @param resendIn how long until another may be asked for
    public record Sent(String masked, Instant until, Duration resendIn) {}

    /// Sends a code; it takes the place of an earlier one of the same kind. Whether the number's budget let
    /// it out is not told.
    ///
    /// @param bound what it is good for and nothing else: flow, act and all that was sent with the act
    ///     (A16)
    /// @param purposeText the same for a person, in the language of [dev.sallyport.account.Reach#language]:
    ///     the text names it
    /// @param stranger whether a device asks that the account does not know; see [Flow]
    /// @throws Refused with the time to wait when the last one is too young, or when the five checks are
    ///     used up
    public Sent send(AccountId account, byte[] bound, String purposeText, boolean stranger) {
        Phone number = usable(account)
                .orElseThrow(() -> new Refused(ErrorCode.CONFLICT, "no number of this account takes a code now"));
        Flow flow = flow(account, number, bound, stranger);
        codes.find(flow).ifPresent(this::mustBeOver);
        desk.run(() -> {
            codes.sendToHolder(flow, number.contact(), "messagecode.code", Map.of("purpose", purposeText));
            return true;
        });
        return codes.find(flow).map(MessageCodes::sent).orElseThrow();
    }

    private void mustBeOver(Waiting waiting) {
        if (!waiting.resendIn().isZero()) {
            throw new Refused(ErrorCode.TOO_MANY, "resend too soon", waiting.resendIn());
        }
        if (waiting.checksLeft() == 0) {
            // A new code would come without checks, and be paid for in vain.
            throw new Refused(
                    ErrorCode.TOO_MANY, "all checks are used", Duration.between(desk.now(), waiting.flowUntil()));
        }
    }

    /// The code that can be typed now, if there is one.
    public Optional<Sent> waiting(AccountId account, byte[] bound) {
        return usable(account)
                .flatMap(number -> codes.find(flow(account, number, bound, false)))
                .filter(w -> w.checksLeft() > 0 && desk.now().isBefore(w.codeUntil()))
                .map(MessageCodes::sent);
    }

    private static Sent sent(Waiting waiting) {
        return new Sent(waiting.masked(), waiting.codeUntil(), waiting.resendIn());
    }

    /// Checks a code and uses it up: of many at once exactly one gets true. Not to be called inside a
    /// transaction that may be undone, or a wrong guess would not have been one.
    public boolean check(AccountId account, byte[] bound, String code, boolean stranger) {
        Optional<Phone> number = usable(account);
        if (number.isEmpty()) {
            return false;
        }
        Flow flow = flow(account, number.get(), bound, stranger);
        return desk.run(() -> {
            if (codes.check(flow, code) != ContactCodes.Check.RIGHT
                    || codes.consume(flow).isEmpty()) {
                return false;
            }
            numbers.used(number.get());
            return true;
        });
    }

    private Optional<Phone> usable(AccountId account) {
        return isOffered() ? chosen(account).filter(Phone::mayTakeCodes) : Optional.empty();
    }

    /// The number is in it: a code that went to another one, before it was changed, is worth nothing.
    private static Flow flow(AccountId account, Phone number, byte[] bound, boolean stranger) {
        UUID contact = number.contact().id();
        byte[] all = ByteBuffer.allocate(16 + bound.length)
                .putLong(contact.getMostSignificantBits())
                .putLong(contact.getLeastSignificantBits())
                .put(bound)
                .array();
        return new Flow(account, Purpose.SECOND_PROOF, Tokens.hash(all), stranger);
    }
}
