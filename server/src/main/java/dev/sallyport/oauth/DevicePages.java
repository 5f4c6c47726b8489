package dev.sallyport.oauth;

import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refusals;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where a holder types the code that a device shows him. A code in the address only fills the field in: whoever is
/// lured here still has to say that the device is his (RFC 8628 section 5.4).
@Controller
class DevicePages {
    private static final Set<String> DONE = Set.of("allowed", "refused");

    private final Devices devices;
    private final Requests requests;
    private final Limits limits;
    private final Refusals refusals;

    DevicePages(Devices devices, Requests requests, Limits limits, Refusals refusals) {
        this.devices = devices;
        this.requests = requests;
        this.limits = limits;
        this.refusals = refusals;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(Endpoints.DEVICE)
    Page show(
            @RequestParam(name = "user_code", defaultValue = "") String code,
            @RequestParam(defaultValue = "") String done) {
        String typed = code.matches("[A-Za-z-]{8,9}") ? code : "";
        return page(typed, DONE.contains(done) ? "oauth.device.done." + done : null, Mistakes.NONE);
    }

    private static Page page(String code, @org.jspecify.annotations.Nullable String done, Mistakes mistakes) {
        return Page.of("oauth/device", new OAuthViews.Device(code, done, mistakes));
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(Endpoints.DEVICE)
    Object find(SignedIn who, HttpServletRequest request, Form form, Caller caller) {
        limits.take(Limit.CODE_CHECK_NETWORK, caller.network());
        limits.take(Limit.PROOF_AGAIN, who.session().id().toString());
        String code = form.text("code", 40);
        return devices.byUserCode(code)
                .<Object>map(ask -> new Redirect(Endpoints.CONSENT + "/" + requests.wait(ask)))
                .orElseGet(() -> unknown(request));
    }

    /// A wrong code may be a guess at somebody else's.
    private Page unknown(HttpServletRequest request) {
        refusals.note(request, ErrorCode.NOT_FOUND, "no device waits by this code");
        return page("", null, Mistakes.in("code", "oauth.mistake.device")).unprocessable();
    }
}
