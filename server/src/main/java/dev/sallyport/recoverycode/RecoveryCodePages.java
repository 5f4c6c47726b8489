package dev.sallyport.recoverycode;

import dev.sallyport.base.config.Config;
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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Recovery codes are made, shown once, and shown to be kept.
@Controller
class RecoveryCodePages {
    private static final String BASE = "/account/two-step/recovery-codes";

    private final RecoveryCodes codes;
    private final Config config;

    RecoveryCodePages(RecoveryCodes codes, Config config) {
        this.codes = codes;
        this.config = config;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(BASE)
    Page show(SignedIn who, @RequestParam(required = false) @Nullable String first) {
        return page(who.account(), first != null, Mistakes.NONE);
    }

    private Page page(AccountId account, boolean first, Mistakes mistakes) {
        RecoveryCodes.State state = codes.state(account);
        return Page.of(
                "recoverycode/codes",
                new RecoveryCodeViews.Codes(
                        state.left(),
                        state.madeAt(),
                        state.confirmedAt() != null,
                        codes.areOfUse(account),
                        first,
                        mistakes));
    }

    /// The answer itself shows them: asked for again, it does not.
    @Guard(value = Kind.FRESH_PROOF, act = Act.RECOVERY_CODES)
    @PostMapping(BASE)
    Page make(SignedIn who, Caller caller) {
        return Page.of("recoverycode/made", RecoveryCodeViews.made(codes.create(who.account(), caller), config));
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(BASE + "/confirmation")
    Object confirm(SignedIn who, Form form) {
        return codes.confirmKept(who.account(), form.typed("recovery"))
                ? new Redirect("/account/two-step?done=confirmed")
                : page(who.account(), false, Mistakes.in("recovery", "recoverycode.mistake"))
                        .unprocessable();
    }
}
