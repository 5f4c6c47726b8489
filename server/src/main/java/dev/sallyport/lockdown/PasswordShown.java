package dev.sallyport.lockdown;

import dev.sallyport.account.Contacts;
import dev.sallyport.account.Identifier;
import dev.sallyport.account.Identifiers;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Networks;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.Lane;
import dev.sallyport.password.Passwords;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Whether somebody who is not signed in knows an account's password. Tries go to the count of
/// sign-ins by strangers, so that nobody has more of them here than there; for an address that nobody
/// has the same work is done.
@Component
class PasswordShown {
    private final Contacts contacts;
    private final Passwords passwords;
    private final Attempts attempts;
    private final Limits limits;
    private final Audit audit;
    private final Config config;
    private final Tx tx;

    PasswordShown(
            Contacts contacts,
            Passwords passwords,
            Attempts attempts,
            Limits limits,
            Audit audit,
            Config config,
            Tx tx) {
        this.contacts = contacts;
        this.passwords = passwords;
        this.attempts = attempts;
        this.limits = limits;
        this.audit = audit;
        this.config = config;
        this.tx = tx;
    }

    /// The account, when the password is right. Empty for everything else, also while nobody may try.
    Optional<AccountId> check(String typed, Secret password, Caller caller) {
        limits.take(Limit.SIGN_IN_NETWORK, caller.network());
        limits.take(Limit.SIGN_IN_PREFIX, Networks.prefix(caller.address()));
        Optional<Identifier> identifier = Identifiers.read(typed, config.sms().homeCountry());
        if (identifier.isEmpty()) {
            return Optional.empty();
        }
        passwords.requireRoom(Lane.STRANGER);
        Optional<Contacts.Found> found = contacts.find(identifier.get());
        byte[] index = contacts.lastingIndexOf(identifier.get());
        AccountId account = found.map(Contacts.Found::account).orElseGet(() -> nobody(index));
        Attempts.Lane lane = Attempts.Lane.ofStrangers(
                account,
                Passwords.AUTHENTICATOR,
                found.map(Contacts.Found::contact).orElse(null));
        Attempts.Reservation reserved = attempts.reserve(lane);
        boolean heard = found.isPresent() && reserved instanceof Attempts.Reservation.Given;
        Passwords.Check check = attempts.doReserved(
                lane,
                reserved,
                () -> heard
                        ? passwords.check(account, password, Lane.STRANGER)
                        : passwords.pretend(account, password, Lane.STRANGER));
        return switch (check) {
            case Passwords.Check.Right right -> {
                attempts.succeeded(lane);
                yield Optional.of(account);
            }
            case Passwords.Check.Wrong wrong -> {
                AccountId record = found.isPresent() ? account : audit.nobody(index);
                tx.run(() ->
                        audit.record(record, Fact.failure("lockdown.refused").from(caller)));
                yield Optional.empty();
            }
        };
    }

    private static AccountId nobody(byte[] index) {
        ByteBuffer bytes = ByteBuffer.wrap(index);
        return new AccountId(new UUID(bytes.getLong() & ~0xF000L, bytes.getLong()));
    }
}
