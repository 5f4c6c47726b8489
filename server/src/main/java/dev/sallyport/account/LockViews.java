package dev.sallyport.account;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.who.AccountId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the page of pauses and locks shows.
public final class LockViews {
    private LockViews() {}

    /// @param held null while nothing holds the account
    /// @param settings null while the settings are not locked
    /// @param withdrawalsUntil null while withdrawals are not locked
    /// @param early whether their lock may be ended early
    /// @param masterKey null while there is none
    public record Shown(
            Holds.@Nullable Held held,
            Locks.@Nullable Settings settings,
            @Nullable Instant withdrawalsUntil,
            boolean early,
            @Nullable MasterKey masterKey,
            Mistakes mistakes) {}

    /// @param key shown now and never again
    public record Made(String key) {}

    static Page page(Holds holds, Locks locks, MasterKeys keys, AccountId account, Mistakes mistakes) {
        return Page.of(
                "account/locks",
                new Shown(
                        holds.on(account).orElse(null),
                        locks.settings(account).orElse(null),
                        locks.withdrawals(account).orElse(null),
                        locks.mayEndEarly(account),
                        keys.find(account).orElse(null),
                        mistakes));
    }
}
