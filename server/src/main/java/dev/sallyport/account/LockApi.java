package dev.sallyport.account;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON.
@RestController
class LockApi {
    private final Holds holds;
    private final Locks locks;
    private final MasterKeys keys;

    LockApi(Holds holds, Locks locks, MasterKeys keys) {
        this.holds = holds;
        this.locks = locks;
        this.keys = keys;
    }

    /// @param heldUntil null for no hold
    /// @param settingsWaitDays how long a release waits; null while the settings are not locked
    /// @param masterKeyMadeAt null while there is none
    /// @param masterKeyEndsAt when it goes, because its removal was asked for without it; null
    ///     otherwise
    record Shown(
            @Nullable Instant heldUntil,
            List<Reason> heldFor,
            @Nullable Integer settingsWaitDays,
            @Nullable Instant settingsReleaseAt,
            @Nullable Instant withdrawalsLockedUntil,
            boolean withdrawalsMayEndEarly,
            @Nullable Instant masterKeyMadeAt,
            @Nullable Instant masterKeyEndsAt) {}

    record Reason(String cause, Instant until) {}

    record Days(@Nullable Integer days) {
        int number() {
            return days == null ? 0 : days;
        }
    }

    /// @param early whether it may be ended early with two strong proofs; false when it is not said
    record Locking(@Nullable Integer days, @Nullable Boolean early) {
        int number() {
            return days == null ? 0 : days;
        }
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/api/locks")
    Shown show(SignedIn who) {
        var held = holds.on(who.account());
        var settings = locks.settings(who.account());
        var key = keys.find(who.account());
        return new Shown(
                held.map(Holds.Held::until).orElse(null),
                held.stream()
                        .flatMap(h -> h.reasons().stream())
                        .map(r -> new Reason(r.cause().label(), r.until()))
                        .toList(),
                settings.map(Locks.Settings::waitDays).orElse(null),
                settings.map(Locks.Settings::releaseAt).orElse(null),
                locks.withdrawals(who.account()).orElse(null),
                locks.mayEndEarly(who.account()),
                key.map(MasterKey::madeAt).orElse(null),
                key.map(MasterKey::endsAt).orElse(null));
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.SETTINGS_LOCK)
    @PutMapping("/api/locks/settings")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void lockSettings(SignedIn who, @RequestBody Days wanted, Caller caller) {
        if (!locks.lockSettings(who.session(), wanted.number(), caller)) {
            throw new Refused(Mistakes.in("days", "lock.mistake.settings"));
        }
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.SETTINGS_RELEASE)
    @PostMapping("/api/locks/settings/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(SignedIn who, Caller caller) {
        if (!locks.askRelease(who.session(), caller)) {
            throw new Refused(ErrorCode.CONFLICT, "no lock whose release could be asked for");
        }
    }

    @Guard(Kind.SIGNED_IN)
    @DeleteMapping("/api/locks/settings/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void keep(SignedIn who, Caller caller) {
        if (!locks.keepLocked(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no release waits");
        }
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.WITHDRAWAL_LOCK)
    @PutMapping("/api/locks/withdrawals")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void lockWithdrawals(SignedIn who, @RequestBody Locking wanted, Caller caller) {
        if (!locks.lockWithdrawals(who.session(), wanted.number(), Boolean.TRUE.equals(wanted.early()), caller)) {
            throw new Refused(Mistakes.in("days", "lock.mistake.withdrawals"));
        }
    }
}
