package dev.sallyport.account;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The phrase that every message to a holder's own addresses carries (R-MSG-1). A message without it, or with
/// another, is none of ours. Nobody sees it before he has signed in.
@Component
public final class MessagePhrases {
    private final AccountStore store;
    private final Reach reach;
    private final Vault vault;
    private final Audit audit;
    private final Limits limits;
    private final Tx tx;

    MessagePhrases(AccountStore store, Reach reach, Vault vault, Audit audit, Limits limits, Tx tx) {
        this.store = store;
        this.reach = reach;
        this.vault = vault;
        this.audit = audit;
        this.limits = limits;
        this.tx = tx;
    }

    public Optional<String> find(AccountId account) {
        return reach.phrase(account);
    }

    /// Sets it or puts another in its place. False for one that cannot be: too short, too long, more than a
    /// line, or with an address in it.
    public boolean set(Session session, String typed, Caller caller) {
        Optional<MessagePhrase> phrase = MessagePhrase.read(typed);
        phrase.ifPresent(p -> change(session, p.text(), caller));
        return phrase.isPresent();
    }

    /// Takes it away. False when there is none.
    public boolean remove(Session session, Caller caller) {
        return change(session, null, caller);
    }

    private boolean change(Session session, @Nullable String phrase, Caller caller) {
        AccountId account = session.account();
        limits.take(Limit.CONTACT_CHANGE, account.toString());
        return tx.run(() -> {
            store.lock(account);
            Optional<String> before = reach.phrase(account);
            if (before.equals(Optional.ofNullable(phrase))) {
                return false;
            }
            // Told before it is changed, so that the message carries the old one. By the old one the holder
            // knows that it is ours; the new one he does not know when it was somebody else who chose it.
            reach.all(account, "account.phrase-changed", Map.of(), caller);
            store.setPhrase(account, phrase == null ? null : vault.close(account, Reach.PHRASE, phrase));
            audit.record(
                    account,
                    Fact.success("account.phrase-changed")
                            .in(session.id())
                            .from(caller)
                            .with("how", phrase == null ? "removed" : before.isEmpty() ? "set" : "changed"));
            return true;
        });
    }
}
