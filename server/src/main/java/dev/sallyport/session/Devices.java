package dev.sallyport.session;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The devices that an account has signed in on. Knowing a device lets nobody in; it keeps an owner's own
/// lane open while strangers guess, and tells him when a new one appears.
@Component
public final class Devices {
    private static final String SEEN = "device.seen";
    private static final String NAME = "device.name";
    private static final int TOKEN_LENGTH = 43;

    private final DeviceStore store;
    private final Sessions sessions;
    private final Sight sight;
    private final Vault vault;
    private final Audit audit;
    private final Tx tx;
    private final Clock clock;

    Devices(DeviceStore store, Sessions sessions, Sight sight, Vault vault, Audit audit, Tx tx, Clock clock) {
        this.store = store;
        this.sessions = sessions;
        this.sight = sight;
        this.vault = vault;
        this.audit = audit;
        this.tx = tx;
        this.clock = clock;
    }

    /// The known device that this browser is for this account.
    public Optional<DeviceId> known(AccountId account, Caller caller) {
        Secret token = caller.deviceToken();
        // The same one look-up with and without a cookie, so that time tells nothing.
        byte[] hash = Tokens.hash(token == null ? "" : token.reveal());
        return store.find(account, hash);
    }

    /// What came of remembering a browser.
    public sealed interface Remembered {
        DeviceId device();

        /// It signed in before.
        record Known(DeviceId device) implements Remembered {}

        /// It is here for the first time; `token` belongs into its cookie.
        record New(DeviceId device, Secret token) implements Remembered {}
    }

    /// Remembers the browser that has just signed in, as part of the caller's transaction. Of many at once
    /// with one new cookie exactly one sees it as new.
    public Remembered remember(AccountId account, Caller caller) {
        Instant now = clock.instant();
        byte[] seen = vault.close(account, SEEN, sight.of(caller).toJson());
        Secret token = caller.deviceToken();
        if (token == null || token.reveal().length() != TOKEN_LENGTH) {
            token = new Secret(Tokens.create());
        }
        byte[] hash = Tokens.hash(token.reveal());
        Optional<DeviceId> known = store.seenAgain(account, hash, seen, now);
        if (known.isPresent()) {
            return new Remembered.Known(known.get());
        }
        var device = DeviceId.create(now);
        if (store.insert(account, device, hash, seen, now)) {
            audit.record(account, Fact.success("device.added").from(caller).on(device));
            return new Remembered.New(device, token);
        }
        return new Remembered.Known(store.find(account, hash).orElseThrow());
    }

    /// The same for the browser in which the account was opened. It is settled at once, unless it came with a cookie:
    /// that may have been put there by somebody who keeps a copy.
    public Remembered rememberFirst(AccountId account, Caller caller) {
        Remembered remembered = remember(account, caller);
        if (caller.deviceToken() == null) {
            store.settle(account, remembered.device(), clock.instant().minus(SETTLED));
        }
        return remembered;
    }

    public List<Device> list(AccountId account) {
        return store.list(account).stream()
                .map(row -> new Device(
                        account,
                        row.id(),
                        row.nameClosed() == null ? null : vault.openText(account, NAME, row.nameClosed()),
                        Seen.fromJson(vault.openText(account, SEEN, row.seenClosed())),
                        row.firstSeenAt(),
                        row.lastSeenAt(),
                        row.trustedUntil()))
                .toList();
    }

    /// How long a device may be trusted.
    public static final Duration TRUST = Duration.ofDays(30);
    /// Since when the account must know it. Its holder was told of it then, and whoever passes his codes on gets
    /// no trust by asking for a second one at once (A19).
    public static final Duration SETTLED = Duration.ofDays(1);

    /// Whether the account has known this browser for a while.
    public boolean isSettled(AccountId account, Caller caller) {
        Secret token = caller.deviceToken();
        return token != null
                && store.isKnownSince(
                        account, Tokens.hash(token.reveal()), clock.instant().minus(SETTLED));
    }

    /// The same for the device of a session. Whoever ends all other sessions lets all other devices settle anew: one of
    /// them may be a thief's.
    ///
    /// @param device null for a shared computer, which never is
    public boolean isSettled(AccountId account, @Nullable DeviceId device) {
        return device != null
                && store.isSettled(account, device, clock.instant().minus(SETTLED));
    }

    /// The holder does not want to be asked for a second proof on this device for a while; in the caller's
    /// transaction. Never asked for on a shared computer, which is no device.
    ///
    /// @return the token for the trust cookie. It is another than the device's own, which somebody else may have
    ///     put into the browser before the holder came to it
    public Secret trust(AccountId account, DeviceId device, Caller caller) {
        TrustToken token = TrustToken.create(device);
        store.trust(account, device, token.hash(), clock.instant().plus(TRUST));
        audit.record(account, Fact.success("device.trusted").from(caller).on(device));
        return token.secret();
    }

    /// What the trust in a browser is worth at a sign-in.
    public sealed interface Spared {
        /// It is not asked for the second proof. `token` takes the place of the one that it showed.
        record Yes(Secret token) implements Spared {}

        record No() implements Spared {}

        /// It showed a token that was used before: one of the two who had it has copied it. Neither is trusted any
        /// more.
        record Copied() implements Spared {}
    }

    /// Whether a browser that shows this device's cookie is spared the second proof; in the caller's transaction.
    /// Its token is good once. One that turns up in a new network and as a new browser at once is not spared: it is
    /// what a copied cookie looks like (A21).
    public Spared spare(AccountId account, DeviceId device, Caller caller) {
        Instant now = clock.instant();
        Optional<TrustToken> shown = TrustToken.of(caller.trustTokens(), device);
        boolean atHome = store.trusted(account, device, now)
                .map(closed -> sight.trace(Seen.fromJson(vault.openText(account, SEEN, closed))))
                .filter(home -> !sight.trace(sight.of(caller)).isElsewhereThan(home))
                .isPresent();
        if (!atHome || shown.isEmpty()) {
            return new Spared.No();
        }
        TrustToken next = TrustToken.create(device);
        if (store.renewTrust(account, device, shown.get().hash(), next.hash(), now)) {
            return new Spared.Yes(next.secret());
        }
        if (!store.distrust(account, device)) {
            return new Spared.No();
        }
        audit.record(account, Fact.failure("device.copy-suspected").from(caller).on(device));
        return new Spared.Copied();
    }

    /// Takes the trust away again. False for a device that is not trusted.
    public boolean distrust(AccountId account, DeviceId device, Caller caller) {
        return tx.run(() -> {
            if (!store.distrust(account, device)) {
                return false;
            }
            audit.record(account, Fact.success("device.distrusted").from(caller).on(device));
            return true;
        });
    }

    /// A proof of the account has changed: every device proves itself anew, in the caller's transaction.
    public void distrustAll(AccountId account) {
        store.distrustAllBut(account, null);
    }

    /// What came of naming a device.
    public enum Renaming {
        DONE,
        /// No such device of this account.
        UNKNOWN,
        /// Too long, or with marks that do not belong into a name.
        NOT_A_NAME
    }

    /// Gives a device the holder's own name; an empty one takes it away.
    public Renaming rename(AccountId account, DeviceId device, String name, Caller caller) {
        String clean = name.strip();
        if (clean.codePointCount(0, clean.length()) > Device.MOST_NAME || !Plain.isHarmless(clean)) {
            return Renaming.NOT_A_NAME;
        }
        byte @Nullable [] closed = clean.isEmpty() ? null : vault.close(account, NAME, clean);
        return tx.run(() -> {
            if (!store.rename(account, device, closed)) {
                return Renaming.UNKNOWN;
            }
            audit.record(account, Fact.success("device.renamed").from(caller).on(device));
            return Renaming.DONE;
        });
    }

    /// Forgets a device: its sessions end, and its next sign-in is a stranger's. False for one that is not
    /// there.
    public boolean forget(AccountId account, DeviceId device, Caller caller) {
        return tx.run(() -> {
            if (!store.delete(account, device)) {
                return false;
            }
            sessions.endOnDevice(account, device, caller);
            audit.record(account, Fact.success("device.forgotten").from(caller).on(device));
            return true;
        });
    }

    /// The account is erased: nothing of its devices stays.
    public void erase(AccountId account) {
        store.erase(account);
    }
}
