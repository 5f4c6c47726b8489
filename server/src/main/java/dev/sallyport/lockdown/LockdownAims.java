package dev.sallyport.lockdown;

import dev.sallyport.account.AddressProofs;
import dev.sallyport.account.Contact;
import dev.sallyport.account.ContactCodes;
import dev.sallyport.account.Purpose;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The public page: whoever is not signed in shows one factor, the password or a code to an address of the account, and
/// every door is closed (N-24). A stranger has neither, and learns nothing about whether there is an account.
@Component
class LockdownAims {
    private static final AddressProofs.Aim AIM =
            new AddressProofs.Aim(Purpose.LOCKDOWN, "lockdown.code", "lockdown.unknown");

    private final AddressProofs proofs;
    private final PasswordShown password;
    private final Lockdowns lockdowns;
    private final Clock clock;

    LockdownAims(AddressProofs proofs, PasswordShown password, Lockdowns lockdowns, Clock clock) {
        this.proofs = proofs;
        this.password = password;
        this.lockdowns = lockdowns;
        this.clock = clock;
    }

    /// With the right password everything is closed at once. Otherwise a code is on its way, whether or not there is
    /// such an account and whatever was typed as its password.
    sealed interface Begun {
        record Ordered(Lockdowns.Outcome outcome) implements Begun {}

        record Started(AddressProofs.Start start) implements Begun {}
    }

    Begun begin(Secret browser, AddressProofs.Asking asking, Secret typed, Caller caller) {
        if (!typed.reveal().isEmpty()) {
            var known = password.check(asking.identifier(), typed, caller);
            if (known.isPresent()) {
                return new Begun.Ordered(lockdowns.order(known.get(), Lockdown.Way.PASSWORD, "", caller));
            }
        }
        return new Begun.Started(proofs.start(AIM, browser, asking, caller));
    }

    void resend(Secret browser, Caller caller) {
        proofs.resend(AIM, browser, caller);
    }

    Optional<ContactCodes.Waiting> find(Secret browser) {
        return proofs.find(AIM, browser);
    }

    /// Empty when the code was not right, or came from a number that may be somebody else's by now (R-ID-4).
    Optional<Lockdowns.Outcome> byCode(Secret browser, String code, Caller caller) {
        return proofs.prove(AIM, browser, code, caller)
                .filter(contact -> !contact.mustBeProvenAgain(clock.instant()))
                .map(Contact::account)
                .map(account -> lockdowns.order(account, Lockdown.Way.CODE, "", caller));
    }
}
