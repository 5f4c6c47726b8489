package dev.sallyport.signin;

import dev.sallyport.account.Accounts;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.Identifiers;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.passkey.Passkeys;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Signing in by a passkey, with or without naming the account. An account or a passkey that is not there gets
/// plausible questions and the answer of a wrong one (W-11, R-ID-2).
@Component
class PasskeyDoor {
    private final Passkeys passkeys;
    private final SignIns signIns;
    private final Contacts contacts;
    private final Accounts accounts;
    private final Limits limits;
    private final Config config;

    PasskeyDoor(
            Passkeys passkeys, SignIns signIns, Contacts contacts, Accounts accounts, Limits limits, Config config) {
        this.passkeys = passkeys;
        this.signIns = signIns;
        this.contacts = contacts;
        this.accounts = accounts;
        this.limits = limits;
        this.config = config;
    }

    /// What the browser is asked.
    ///
    /// @param identifier empty to let the holder choose among all that his device has
    String options(Secret browser, String identifier, Caller caller) {
        // Each asking keeps a challenge for five minutes.
        limits.take(Limit.PASSKEY_ASKING, caller.network());
        if (identifier.isEmpty()) {
            return passkeys.forAnyone(bound(browser)).json();
        }
        return Identifiers.read(identifier, config.sms().homeCountry())
                .map(named -> passkeys.forIdentifier(
                        contacts.find(named).map(Contacts.Found::account).orElse(null),
                        contacts.lastingIndexOf(named),
                        bound(browser)))
                .orElseGet(() -> passkeys.forAnyone(bound(browser)))
                .json();
    }

    /// What a browser that wants in has sent.
    ///
    /// @param identifier what [#options] was asked with
    record Answer(Secret browser, String identifier, Secret response, boolean shared, String back) {}

    SignIns.Next enter(Answer answer, Caller caller) {
        limits.take(Limit.PASSKEY_NETWORK, caller.network());
        AccountId named = account(answer.identifier());
        return switch (passkeys.check(
                bound(answer.browser()), named, answer.response().reveal(), caller)) {
            case Passkeys.Asserted.Right right -> {
                limits.giveBack(Limit.PASSKEY_NETWORK, caller.network());
                yield isOpen(right.account())
                        ? signIns.byPasskey(right.account(), answer.shared(), answer.back(), caller)
                        : new SignIns.Next.Wrong();
            }
            case Passkeys.Asserted.Wrong wrong -> new SignIns.Next.Wrong();
        };
    }

    private @Nullable AccountId account(String identifier) {
        return Identifiers.read(identifier, config.sms().homeCountry())
                .flatMap(contacts::find)
                .map(Contacts.Found::account)
                .orElse(null);
    }

    private boolean isOpen(AccountId account) {
        return accounts.exists(account);
    }

    /// A challenge is good in the browser that it was made for.
    private static byte[] bound(Secret browser) {
        return Tokens.hash("sign-in-passkey|" + browser.reveal());
    }
}
