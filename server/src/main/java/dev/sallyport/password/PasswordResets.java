package dev.sallyport.password;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import org.springframework.stereotype.Component;

/// Sets a password in place of one that is lost or void, for whoever has shown by other proofs that he may.
@Component
public final class PasswordResets {
    private final Passwords passwords;
    private final PasswordRules rules;
    private final Surroundings surroundings;

    PasswordResets(Passwords passwords, PasswordRules rules, Surroundings surroundings) {
        this.passwords = passwords;
        this.rules = rules;
        this.surroundings = surroundings;
    }

    public int minimum() {
        return rules.minimum();
    }

    /// What is wrong with it; nothing when it is good. Not inside a transaction.
    public Mistakes judge(AccountId account, Secret password) {
        return PasswordRenewals.mistakes(passwords.judge(account, password, surroundings.of(account)));
    }

    public Passwords.Prepared prepare(AccountId account, Secret password) {
        return passwords.prepare(account, password, Lane.STRANGER);
    }

    /// In the caller's transaction, before it takes the account's own row.
    public void lock(AccountId account) {
        passwords.lock(account);
    }

    /// Makes it the account's password, in the caller's transaction.
    public void store(Passwords.Prepared prepared) {
        passwords.store(prepared);
    }
}
