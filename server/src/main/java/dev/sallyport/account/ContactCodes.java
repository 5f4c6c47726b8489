package dev.sallyport.account;

import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Sends codes that prove an address, and checks them (R-OOB-1). Whether a code was really sent is not told:
/// where none may be, another message goes out instead and no code is ever right.
@Component
public final class ContactCodes {
    /// Who has no account yet.
    public static final AccountId NO_ACCOUNT = new AccountId(new UUID(0, 0));

    private static final String TARGET = "contact_code.target";

    private final ContactCodeStore store;
    private final Contacts contacts;
    private final Reach reach;
    private final CodePost post;
    private final Pepper pepper;
    private final Vault vault;
    private final Clock clock;

    ContactCodes(
            ContactCodeStore store,
            Contacts contacts,
            Reach reach,
            CodePost post,
            Pepper pepper,
            Vault vault,
            Clock clock) {
        this.store = store;
        this.contacts = contacts;
        this.reach = reach;
        this.post = post;
        this.pepper = pepper;
        this.vault = vault;
        this.clock = clock;
    }

    /// One running proof of an address.
    ///
    /// @param account whose it is, [#NO_ACCOUNT] before there is one
    /// @param bound what it is bound to: the browser, the session, the sign-in
    /// @param stranger whether it is asked for by somebody with the password on a device that the account does not
    ///     know: he has a count of his own, and does not use up the holder's (A4)
    public record Flow(AccountId account, Purpose purpose, byte[] bound, boolean stranger) {
        public Flow(AccountId account, Purpose purpose, byte[] bound) {
            this(account, purpose, bound, false);
        }

        String text() {
            return account + "|" + purpose + "|" + Tokens.encode(bound);
        }
    }

    /// Where a code goes and in which words.
    ///
    /// @param kind the notice that carries the code
    /// @param instead the notice that goes out when no code may be sent; empty when a code is sent
    /// @param values what else the words need
    public record Sending(
            Identifier to,
            Language language,
            ZoneId zone,
            String kind,
            Optional<String> instead,
            Map<String, String> values) {
        public Sending(Identifier to, Language language, ZoneId zone, String kind, Optional<String> instead) {
            this(to, language, zone, kind, instead, Map.of());
        }
    }

    /// Sends a code, in the caller's transaction; it takes the place of an earlier one. Beyond the budget of
    /// an address nothing is sent, no code is right, and the answer is the same (A14).
    public void send(Flow flow, Sending sending) {
        send(flow, sending, clock.instant().plus(ContactCode.FLOW_LIFE));
    }

    /// The same with an end that the caller sets: what a proof has allowed is not allowed for longer by asking for
    /// another code.
    ///
    /// @param flowUntil when all is forgotten
    public void send(Flow flow, Sending sending, Instant flowUntil) {
        Instant now = clock.instant();
        Identifier to = sending.to();
        boolean allowed = post.maySend(flow, to);
        String code = Tokens.digits(ContactCode.DIGITS);
        String hash = pepper.ofCode(flow.text(), code);
        String stored = sending.instead().isEmpty() ? hash : ContactCode.NOBODY;
        store.put(
                flow.account(),
                flow.purpose(),
                flow.bound(),
                new ContactCode(
                        to.kind(),
                        vault.closeUnowned(TARGET, flow.text(), to.text()),
                        contacts.indexOf(to),
                        allowed ? stored : ContactCode.UNSENT,
                        ContactCode.CHECKS,
                        1,
                        now.plus(ContactCode.CODE_LIFE),
                        flowUntil,
                        null,
                        sending.language(),
                        sending.zone()));
        if (allowed) {
            post.send(flow, sending, code);
        }
    }

    /// Sends a code to an address that the account has.
    public void sendToHolder(Flow flow, Contact contact, String kind) {
        sendToHolder(flow, contact, kind, Map.of());
    }

    /// The same with more values for its words. It carries the holder's phrase: what went to an address
    /// that is only named to be his must not.
    public void sendToHolder(Flow flow, Contact contact, String kind, Map<String, String> values) {
        Identifier to = new Identifier(contact.kind(), contact.text(), "", true);
        var all = new HashMap<>(values);
        all.put("lock", reach.lockLink(flow.account()));
        reach.phrase(flow.account()).ifPresent(phrase -> all.put("phrase", phrase));
        send(
                flow,
                new Sending(
                        to,
                        reach.language(flow.account()),
                        reach.zone(flow.account()),
                        kind,
                        Optional.empty(),
                        Map.copyOf(all)));
    }

    /// A flow as its page shows it.
    ///
    /// @param codeUntil until when the code that was sent last holds
    /// @param resendIn how long until another may be asked for
    /// @param flowUntil when all is forgotten, used checks too
    public record Waiting(
            Identifier.Kind kind,
            String target,
            String masked,
            boolean proven,
            int checksLeft,
            Instant codeUntil,
            Duration resendIn,
            Instant flowUntil,
            Language language,
            ZoneId zone) {}

    public Optional<Waiting> find(Flow flow) {
        Instant now = clock.instant();
        return store.find(flow.account(), flow.purpose(), flow.bound(), now).map(c -> {
            String target = vault.openUnowned(TARGET, flow.text(), c.targetClosed());
            Instant next = c.codeUntil().minus(ContactCode.CODE_LIFE).plus(ContactCode.RESEND);
            return new Waiting(
                    c.kind(),
                    target,
                    new Identifier(c.kind(), target, target, true).masked(),
                    c.provenAt() != null,
                    c.checksLeft(),
                    c.codeUntil(),
                    next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO,
                    c.flowUntil(),
                    c.language(),
                    c.zone());
        });
    }

    /// What came of typing a code.
    public enum Check {
        RIGHT,
        WRONG,
        /// It was not looked at: no check is left, the code is too old, there is none, or too many were tried for
        /// the address. Whoever typed it is told the same as for a wrong one.
        OVER
    }

    /// Checks a code. Of many right ones at once exactly one is told so.
    public Check check(Flow flow, String typed) {
        Check outcome = outcome(flow, typed);
        post.checked(flow, outcome);
        return outcome;
    }

    private Check outcome(Flow flow, String typed) {
        Instant now = clock.instant();
        String code = typed.replaceAll("[\\s-]", "");
        Optional<ContactCode> taken = store.takeCheck(flow.account(), flow.purpose(), flow.bound(), now);
        if (taken.isEmpty() || !now.isBefore(taken.get().codeUntil()) || !post.mayCheck(flow, taken.get())) {
            return Check.OVER;
        }
        String expected = taken.get().code();
        boolean right = taken.get().isKnown()
                ? pepper.isCode(expected, flow.text(), code)
                // The same work for a code that cannot be right.
                : pepper.ofCode(flow.text(), code).isEmpty();
        if (right && store.use(flow.account(), flow.purpose(), flow.bound(), expected, now)) {
            String target = vault.openUnowned(TARGET, flow.text(), taken.get().targetClosed());
            post.verified(flow, taken.get().kind(), target);
            return Check.RIGHT;
        }
        return Check.WRONG;
    }

    /// Asks whether another code may be sent now; refuses while the last is too young.
    public Waiting mayResend(Flow flow) {
        Waiting waiting = find(flow).orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such flow"));
        if (!waiting.resendIn().isZero()) {
            throw new Refused(ErrorCode.TOO_MANY, "resend too soon", waiting.resendIn());
        }
        return waiting;
    }

    /// Takes a proven flow away to do once what it was for.
    ///
    /// @return the address that it proved. Only this one: what was read before may have been replaced since.
    ///     Empty when it was not proven, is over, or was taken
    public Optional<String> consume(Flow flow) {
        return store.consume(flow.account(), flow.purpose(), flow.bound(), clock.instant())
                .map(closed -> vault.openUnowned(TARGET, flow.text(), closed));
    }

    /// The same for a flow that has proven this identifier, and ends whatever else was begun for it (R-ID-3). Of
    /// many flows that have proven it, exactly one gets true. On false the caller's transaction must be undone.
    boolean consumeForAll(Flow flow, Identifier identifier) {
        byte[] index = contacts.indexOf(identifier);
        store.queueUp(index);
        if (!consume(flow).equals(Optional.of(identifier.text()))) {
            return false;
        }
        store.voidOthers(index, flow.purpose());
        return true;
    }
}
