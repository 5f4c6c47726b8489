package dev.sallyport.signin;

import dev.sallyport.account.Contacts;
import dev.sallyport.account.Identifier;
import dev.sallyport.account.Identifiers;
import dev.sallyport.account.SignUps;
import dev.sallyport.base.DemoHolder;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.Lane;
import dev.sallyport.password.Passwords;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/// The holder whom the demo has from its first start on. Outside the demo there is no account that nobody
/// opened (ASVS 6.3.2).
@Component
@Profile("demo")
class DemoSample implements DemoHolder {
    private static final Sample SAMPLE = new Sample("sample@examplex.com", "velvet lantern orchard compass");

    private final SignUps signUps;
    private final Contacts contacts;
    private final Passwords passwords;
    private final Tx tx;
    private final Clock clock;

    DemoSample(SignUps signUps, Contacts contacts, Passwords passwords, Tx tx, Clock clock) {
        this.signUps = signUps;
        this.contacts = contacts;
        this.passwords = passwords;
        this.tx = tx;
        this.clock = clock;
    }

    @Override
    public Sample sample() {
        Identifier identifier = Identifiers.read(SAMPLE.email(), "DE").orElseThrow();
        if (!contacts.isTaken(identifier)) {
            var account = AccountId.create(clock.instant());
            var prepared = passwords.prepare(account, new Secret(SAMPLE.password()), Lane.KNOWN);
            tx.run(() -> {
                signUps.openSample(
                        account, identifier, Language.ENGLISH, ZoneOffset.UTC, new Caller("127.0.0.1", "", null));
                passwords.store(prepared);
            });
        }
        return SAMPLE;
    }
}
