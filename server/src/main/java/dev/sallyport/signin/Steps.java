package dev.sallyport.signin;

import dev.sallyport.account.Contact;
import dev.sallyport.account.ContactCodes;
import dev.sallyport.account.ContactCodes.Flow;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.Purpose;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.PasswordRenewals;
import dev.sallyport.wire.ErrorCode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The further steps of a sign-in: an address proven by a code, a password renewed.
@Component
class Steps {
    private final SignIns signIns;
    private final ContactCodes codes;
    private final Contacts contacts;
    private final PasswordRenewals passwords;
    private final Limits limits;
    private final Audit audit;
    private final Tx tx;

    Steps(
            SignIns signIns,
            ContactCodes codes,
            Contacts contacts,
            PasswordRenewals passwords,
            Limits limits,
            Audit audit,
            Tx tx) {
        this.signIns = signIns;
        this.codes = codes;
        this.contacts = contacts;
        this.passwords = passwords;
        this.limits = limits;
        this.audit = audit;
        this.tx = tx;
    }

    /// @param masked the address as it may be shown to somebody who has given a password only
    record Sent(String masked, Instant until) {}

    /// Opening the page sends the first code; opening it again sends none.
    void sendFirstCode(SignIns.Started started, Caller caller) {
        if (codes.find(flow(started)).isEmpty()) {
            send(started, caller);
        }
    }

    void resend(SignIns.Started started, Caller caller) {
        codes.mayResend(flow(started));
        send(started, caller);
    }

    private void send(SignIns.Started started, Caller caller) {
        Flow flow = flow(started, signIns.device(started, caller).isEmpty());
        tx.run(() -> codes.sendToHolder(flow, contact(started), "signin.code"));
    }

    /// Empty while none was sent, because the page that sends it was not opened.
    Optional<Sent> sent(SignIns.Started started) {
        return codes.find(flow(started)).map(waiting -> new Sent(waiting.masked(), waiting.codeUntil()));
    }

    boolean checkCode(SignIns.Started started, String code, Caller caller) {
        // What a network has used up must not stop a known device in the middle of a sign-in (A4).
        Optional<DeviceId> device = signIns.device(started, caller);
        device.ifPresentOrElse(
                known -> limits.take(Limit.SIGN_IN_DEVICE, started.account() + "|" + known),
                () -> limits.take(Limit.CODE_CHECK_NETWORK, caller.network()));
        boolean right = tx.run(() -> check(started, device.isEmpty(), code, caller)) == ContactCodes.Check.RIGHT;
        return right && tx.run(() -> prove(started, caller));
    }

    private ContactCodes.Check check(SignIns.Started started, boolean stranger, String code, Caller caller) {
        ContactCodes.Check check = codes.check(flow(started, stranger), code);
        switch (check) {
            case RIGHT -> {}
            case WRONG ->
                audit.record(
                        started.account(), Fact.failure("signin.code-failed").from(caller));
            case OVER -> audit.refused("signin.code-failed");
        }
        return check;
    }

    /// False when the code went to an address that is not the one to be proven any more.
    private boolean prove(SignIns.Started started, Caller caller) {
        Contact contact = contact(started);
        if (!codes.consume(flow(started)).equals(Optional.of(contact.text()))) {
            return false;
        }
        contacts.proven(started.account(), contact.id());
        signIns.given(started, Need.CONTACT);
        audit.record(started.account(), Fact.success("signin.code-proven").from(caller));
        return true;
    }

    String identifier(SignIns.Started started) {
        return contact(started).text();
    }

    int minimum() {
        return passwords.minimum();
    }

    /// Renews the password that the sign-in began with, and no other.
    PasswordRenewals.Outcome renew(SignIns.Started started, Secret password, Caller caller) {
        return passwords.renew(
                started.account(),
                password,
                started.signIn().passwordChangedAt(),
                caller,
                changedAt -> signIns.passwordRenewed(started, changedAt));
    }

    private Contact contact(SignIns.Started started) {
        Optional<Contact> signedInWith =
                Optional.ofNullable(started.signIn().contact()).flatMap(id -> contacts.find(started.account(), id));
        return signedInWith
                .or(() -> contacts.list(started.account()).stream().findFirst())
                .orElseThrow(() -> new Refused(ErrorCode.CONFLICT, "no contact to prove"));
    }

    private static Flow flow(SignIns.Started started) {
        return flow(started, false);
    }

    private static Flow flow(SignIns.Started started, boolean stranger) {
        return new Flow(
                started.account(),
                Purpose.SIGN_IN,
                Tokens.hash(Objects.requireNonNull(started.proving().id()).toString()),
                stranger);
    }
}
