package dev.sallyport.account;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The master key, and what ends a lock early, as JSON.
@RestController
class MasterKeyApi {
    private final MasterKeys keys;
    private final EarlyReleases releases;

    MasterKeyApi(MasterKeys keys, EarlyReleases releases) {
        this.keys = keys;
        this.releases = releases;
    }

    /// @param masterKey as it was printed; null where it is not known, or there is none
    record Typed(@Nullable Secret masterKey) {
        Secret key() {
            return masterKey == null ? new Secret("") : masterKey;
        }
    }

    /// @param masterKey shown now and never again
    record Made(String masterKey) {}

    /// @param waits whether the key goes only after the wait
    record Removing(boolean waits) {}

    @Guard(value = Kind.FRESH_PROOF, act = Act.MASTER_KEY)
    @PostMapping("/api/master-key")
    @ResponseStatus(HttpStatus.CREATED)
    Made make(SignedIn who, @RequestBody Typed current, Caller caller) {
        return keys.make(who.session(), current.key(), caller)
                .map(made -> new Made(made.reveal()))
                .orElseThrow(MasterKeyApi::wrong);
    }

    private static Refused wrong() {
        return new Refused(Mistakes.in("masterKey", "lock.mistake.master-key"));
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.MASTER_KEY)
    @PostMapping("/api/master-key/removal")
    Removing remove(SignedIn who, @RequestBody Typed current, Caller caller) {
        return switch (keys.remove(who.session(), current.key(), caller)) {
            case REMOVED -> new Removing(false);
            case WAITS -> new Removing(true);
            case WRONG -> throw wrong();
            case NOTHING -> throw new Refused(ErrorCode.CONFLICT, "no master key, or its end waits already");
        };
    }

    @Guard(Kind.SIGNED_IN)
    @DeleteMapping("/api/master-key/removal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void keep(SignedIn who, Caller caller) {
        if (!keys.keep(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no removal waits");
        }
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.SETTINGS_RELEASE)
    @PostMapping("/api/locks/settings/opening")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void openSettings(SignedIn who, @RequestBody Typed typed, Caller caller) {
        answer(releases.openSettings(who.session(), typed.key(), caller));
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.WITHDRAWAL_RELEASE)
    @PostMapping("/api/locks/withdrawals/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endWithdrawals(SignedIn who, @RequestBody Typed typed, Caller caller) {
        answer(releases.endWithdrawals(who.session(), typed.key(), caller));
    }

    private static void answer(EarlyReleases.Release release) {
        switch (release) {
            case DONE -> {}
            case WRONG -> throw wrong();
            case NOTHING -> throw new Refused(ErrorCode.CONFLICT, "no lock that could end early");
        }
    }
}
