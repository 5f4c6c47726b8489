package dev.sallyport.account;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Accounts and what they have chosen about themselves.
@Component
public final class Accounts {
    private static final String PUBLIC_NAME = "account.public_name";

    private final AccountStore store;
    private final Contacts contacts;
    private final Vault vault;
    private final Audit audit;
    private final Tx tx;
    private final Clock clock;

    Accounts(AccountStore store, Contacts contacts, Vault vault, Audit audit, Tx tx, Clock clock) {
        this.store = store;
        this.contacts = contacts;
        this.vault = vault;
        this.audit = audit;
        this.tx = tx;
        this.clock = clock;
    }

    public Optional<Account> find(AccountId account) {
        return store.find(account).map(AccountStore.Row::account);
    }

    /// Whether there is such an account. It takes the same time whether or not (R-ID-2).
    public boolean exists(AccountId account) {
        return store.exists(account);
    }

    /// Opens an account with its first address, in the caller's transaction; false when the address has been
    /// taken meanwhile, and then nothing may be kept of it.
    boolean open(AccountId account, Identifier first, Language language, ZoneId zone, Caller caller) {
        vault.createKey(account);
        if (!contacts.claim(account, first, true)) {
            return false;
        }
        store.insert(account, language, zone, clock.instant());
        audit.record(
                account,
                Fact.success("account.opened")
                        .from(caller)
                        .with("by", first.kind().name()));
        return true;
    }

    /// @param language null to follow the browser
    public void setLanguage(AccountId account, @Nullable Language language) {
        tx.run(() -> store.setLanguage(account, language));
    }

    /// What others may see of the account.
    public record Visibility(String name, boolean visible) {}

    public Visibility visibility(AccountId account) {
        return store.find(account)
                .map(row -> new Visibility(
                        row.publicNameClosed() == null
                                ? ""
                                : vault.openText(account, PUBLIC_NAME, row.publicNameClosed()),
                        row.account().visible()))
                .orElse(new Visibility("", false));
    }

    boolean hasPhrase(AccountId account) {
        return store.find(account).map(row -> row.phraseClosed() != null).orElse(false);
    }

    /// What a holder wants to be kept of his choices.
    ///
    /// @param language null to follow the browser
    public record Preferences(@Nullable Language language, ZoneId zone, Visibility visibility) {}

    /// False when the public name is too long or holds what does not belong into a name; nothing is kept
    /// then.
    public boolean prefer(AccountId account, Preferences wanted, Caller caller) {
        String name = wanted.visibility().name().strip();
        if (name.codePointCount(0, name.length()) > Account.MOST_PUBLIC_NAME || !Plain.isHarmless(name)) {
            return false;
        }
        tx.run(() -> {
            store.setLanguage(account, wanted.language());
            store.setZone(account, wanted.zone());
            store.setPublic(
                    account,
                    name.isEmpty() ? null : vault.close(account, PUBLIC_NAME, name),
                    wanted.visibility().visible());
            audit.record(
                    account,
                    Fact.success("account.preferences-changed")
                            .from(caller)
                            .with(
                                    "visible",
                                    Boolean.toString(wanted.visibility().visible())));
        });
        return true;
    }
}
