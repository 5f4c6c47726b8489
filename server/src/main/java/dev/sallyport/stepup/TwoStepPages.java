package dev.sallyport.stepup;

import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs;
import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.messagecode.MessageCodes;
import dev.sallyport.recoverycode.RecoveryCodes;
import dev.sallyport.session.Devices;
import dev.sallyport.session.SignedIn;
import dev.sallyport.totp.Totps;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// "Two-step sign-in": what there is, what is missing, and the way to each.
@Controller
class TwoStepPages {
    private static final Set<String> DONE =
            Set.of("added", "removed", "renamed", "confirmed", "on", "off", "distrusted");

    private final Proofs proofs;
    private final Totps totps;
    private final RecoveryCodes recoveryCodes;
    private final MessageCodes messageCodes;
    private final Devices devices;
    private final Clock clock;

    TwoStepPages(
            Proofs proofs,
            Totps totps,
            RecoveryCodes recoveryCodes,
            MessageCodes messageCodes,
            Devices devices,
            Clock clock) {
        this.proofs = proofs;
        this.totps = totps;
        this.recoveryCodes = recoveryCodes;
        this.messageCodes = messageCodes;
        this.devices = devices;
        this.clock = clock;
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping("/account/two-step")
    Page list(SignedIn who, @RequestParam(defaultValue = "") String done, HttpServletRequest request) {
        AccountId account = who.account();
        List<Proofs.Held> held = proofs.held(account);
        Set<Proofs.Kind> kinds = proofs.kinds(account);
        Instant now = clock.instant();
        var codes = recoveryCodes.state(account);
        var texting = messageCodes.state(account);
        return Page.of(
                "stepup/two-step",
                new StepUpViews.TwoStep(
                        ProofPolicy.hasSecond(kinds),
                        kinds.stream().noneMatch(ProofPolicy::isStrong),
                        totps.list(account).stream()
                                .map(t -> new StepUpViews.App(t.id().toString(), t.name(), t.boundAt(), t.lastUsedAt()))
                                .toList(),
                        (int) held.stream()
                                .filter(h -> h.kind() == Proofs.Kind.PASSKEY)
                                .count(),
                        new StepUpViews.Codes(
                                recoveryCodes.areOfUse(account),
                                codes.left(),
                                codes.madeAt(),
                                codes.confirmedAt() != null),
                        new StepUpViews.Texting(messageCodes.isOffered(), texting.on(), texting.maskedNumber()),
                        devices.list(account).stream()
                                .filter(d -> d.isTrusted(now))
                                .map(d -> new StepUpViews.Trusted(
                                        d.id().toString(),
                                        d.label(),
                                        java.util.Objects.requireNonNull(d.trustedUntil())))
                                .toList(),
                        DONE.contains(done) ? "stepup.done." + done : null,
                        back(request)));
    }

    /// Where the holder was before he came to set something up.
    private static @Nullable String back(HttpServletRequest request) {
        String back = Cookies.read(request, Cookies.BACK);
        return back != null && Redirect.isOwn(back) ? back : null;
    }

    /// The device gives a second proof again at its next sign-in.
    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping("/account/two-step/devices/{id}/removal")
    Redirect distrust(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!devices.distrust(who.account(), new DeviceId(id), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such device");
        }
        return new Redirect("/account/two-step?done=distrusted");
    }
}
