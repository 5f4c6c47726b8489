package dev.sallyport.account;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/// The master key, and what ends a lock early. Its home is the page of locks.
@Controller
class MasterKeyPages {
    private static final Redirect HOME = new Redirect("/account/locks");
    private static final String FIELD = "masterKey";

    private final Holds holds;
    private final Locks locks;
    private final MasterKeys keys;
    private final EarlyReleases releases;

    MasterKeyPages(Holds holds, Locks locks, MasterKeys keys, EarlyReleases releases) {
        this.holds = holds;
        this.locks = locks;
        this.keys = keys;
        this.releases = releases;
    }

    /// The answer itself shows it: asked for again, it does not.
    @Guard(value = Kind.FRESH_PROOF, act = Act.MASTER_KEY)
    @PostMapping("/account/master-key")
    Object make(SignedIn who, Form form, Caller caller) {
        return keys.make(who.session(), form.secret(FIELD), caller)
                .<Object>map(made -> Page.of("account/master-key", new LockViews.Made(made.reveal())))
                .orElseGet(() -> wrong(who, "key-current"));
    }

    private Page wrong(SignedIn who, String field) {
        return LockViews.page(holds, locks, keys, who.account(), Mistakes.in(field, "lock.mistake.master-key"))
                .unprocessable();
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.MASTER_KEY)
    @PostMapping("/account/master-key/removal")
    Object remove(SignedIn who, Form form, Caller caller) {
        return switch (keys.remove(who.session(), form.secret(FIELD), caller)) {
            case REMOVED, WAITS, NOTHING -> HOME;
            case WRONG -> wrong(who, "key-removal");
        };
    }

    /// It opens nothing, so it asks for nothing.
    @Guard(Kind.SIGNED_IN)
    @PostMapping("/account/master-key/removal/cancellation")
    Redirect keep(SignedIn who, Caller caller) {
        keys.keep(who.session(), caller);
        return HOME;
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.SETTINGS_RELEASE)
    @PostMapping("/account/locks/settings/opening")
    Object openSettings(SignedIn who, Form form, Caller caller) {
        return answer(who, releases.openSettings(who.session(), form.secret(FIELD), caller), "key-settings");
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.WITHDRAWAL_RELEASE)
    @PostMapping("/account/locks/withdrawals/release")
    Object endWithdrawals(SignedIn who, Form form, Caller caller) {
        return answer(who, releases.endWithdrawals(who.session(), form.secret(FIELD), caller), "key-withdrawals");
    }

    private Object answer(SignedIn who, EarlyReleases.Release release, String field) {
        return switch (release) {
            case DONE, NOTHING -> HOME;
            case WRONG -> wrong(who, field);
        };
    }
}
