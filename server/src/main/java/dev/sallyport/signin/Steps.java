package dev.sallyport.signin;

import dev.sallyport.account.Contact;
import dev.sallyport.account.ContactCodes;
import dev.sallyport.account.ContactCodes.Flow;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.Purpose;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.Caller;
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
    private final Tx tx;

    Steps(SignIns signIns, ContactCodes codes, Contacts contacts, PasswordRenewals passwords, Limits limits, Tx tx) {
        this.signIns = signIns;
        this.codes = codes;
        this.contacts = contacts;
        this.passwords = passwords;
        this.limits = limits;
        this.tx = tx;
    }

    /// @param masked the address as it may be shown to somebody who has given a password only
    record Sent(String masked, Instant until) {}

    /// Opening the page sends the first code; opening it again sends none.
    void sendFirstCode(SignIns.Started started) {
        if (codes.find(flow(started)).isEmpty()) {
            send(started);
        }
    }

    void resend(SignIns.Started started) {
        codes.mayResend(flow(started));
        send(started);
    }

    private void send(SignIns.Started started) {
        tx.run(() -> codes.sendToHolder(flow(started), contact(started), "signin.code"));
    }

    Sent sent(SignIns.Started started) {
        var waiting = codes.find(flow(started)).orElseThrow();
        return new Sent(waiting.masked(), waiting.codeUntil());
    }

    boolean checkCode(SignIns.Started started, String code, Caller caller) {
        limits.take(Limit.CODE_CHECK_NETWORK, caller.network());
        Flow flow = flow(started);
        boolean right = tx.run(() -> codes.check(flow, code)) == ContactCodes.Check.RIGHT;
        if (right) {
            tx.run(() -> {
                codes.consume(flow);
                contacts.proven(started.account(), contact(started).id());
                signIns.given(started, Need.CONTACT);
            });
        }
        return right;
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
        return new Flow(
                started.account(),
                Purpose.SIGN_IN,
                Tokens.hash(Objects.requireNonNull(started.proving().id()).toString()));
    }
}
