package dev.sallyport.account;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/// What keeps money in the account: the pauses that changes have brought, and the holder's own locks.
@Controller
class LockPages {
    private static final String HOME = "/account/locks";

    private final Holds holds;
    private final Locks locks;
    private final MasterKeys keys;

    LockPages(Holds holds, Locks locks, MasterKeys keys) {
        this.holds = holds;
        this.locks = locks;
        this.keys = keys;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(HOME)
    Page show(SignedIn who) {
        return page(who.account(), Mistakes.NONE);
    }

    private Page page(AccountId account, Mistakes mistakes) {
        return LockViews.page(holds, locks, keys, account, mistakes);
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.SETTINGS_LOCK)
    @PostMapping("/account/locks/settings")
    Object lockSettings(SignedIn who, Form form, Caller caller) {
        return locks.lockSettings(who.session(), days(form), caller)
                ? new Redirect(HOME)
                : page(who.account(), Mistakes.in("settings-days", "lock.mistake.settings"))
                        .unprocessable();
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.SETTINGS_RELEASE)
    @PostMapping("/account/locks/settings/release")
    Redirect release(SignedIn who, Caller caller) {
        locks.askRelease(who.session(), caller);
        return new Redirect(HOME);
    }

    /// It opens nothing, so it asks for nothing.
    @Guard(Kind.SIGNED_IN)
    @PostMapping("/account/locks/settings/release/cancellation")
    Redirect keep(SignedIn who, Caller caller) {
        locks.keepLocked(who.session(), caller);
        return new Redirect(HOME);
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.WITHDRAWAL_LOCK)
    @PostMapping("/account/locks/withdrawals")
    Object lockWithdrawals(SignedIn who, Form form, Caller caller) {
        return locks.lockWithdrawals(who.session(), days(form), form.ticked("early"), caller)
                ? new Redirect(HOME)
                : page(who.account(), Mistakes.in("withdrawals-days", "lock.mistake.withdrawals"))
                        .unprocessable();
    }

    /// What is no number of days is none.
    private static int days(Form form) {
        String typed = form.typed("days");
        return typed.matches("[0-9]{1,2}") ? Integer.parseInt(typed) : 0;
    }
}
