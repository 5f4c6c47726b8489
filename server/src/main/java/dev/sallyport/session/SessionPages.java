package dev.sallyport.session;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Devices and sessions, and signing out.
@Controller
class SessionPages {
    private static final Set<String> DONE = Set.of("ended", "others", "renamed", "forgotten");

    private final Sessions sessions;
    private final Devices devices;
    private final SignOuts signOuts;
    private final Maintained maintained;

    SessionPages(Sessions sessions, Devices devices, SignOuts signOuts, Maintained maintained) {
        this.sessions = sessions;
        this.devices = devices;
        this.signOuts = signOuts;
        this.maintained = maintained;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/account/devices")
    Page devices(SignedIn who, @RequestParam(defaultValue = "") String done) {
        return page(who, DONE.contains(done) ? "session.done." + done : null, Mistakes.NONE);
    }

    private Page page(SignedIn who, @Nullable String done, Mistakes mistakes) {
        List<SessionViews.Session> shown = sessions.list(who.account()).stream()
                .map(listed -> SessionViews.of(listed, who.session(), maintained))
                .sorted((a, b) -> Boolean.compare(b.current(), a.current()))
                .toList();
        List<SessionViews.Device> known = devices.list(who.account()).stream()
                .map(device -> SessionViews.of(device, who.session(), maintained))
                .toList();
        return Page.of("session/devices", new SessionViews.Devices(shown, known, done, mistakes));
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.SESSIONS_END)
    @PostMapping("/account/sessions/{id}/removal")
    Redirect end(SignedIn who, @PathVariable UUID id, Caller caller, HttpServletResponse response) {
        if (!sessions.end(who.account(), new SessionId(id), "ended-by-holder", caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such session of this account");
        }
        if (who.session().id().value().equals(id)) {
            SignedIn.take(response, who.session().shared());
            return new Redirect("/signed-out");
        }
        return new Redirect("/account/devices?done=ended");
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping("/account/devices/{id}/name")
    Object rename(SignedIn who, @PathVariable UUID id, Form form, Caller caller) {
        return switch (devices.rename(who.account(), new DeviceId(id), form.typed("name"), caller)) {
            case DONE -> new Redirect("/account/devices?done=renamed");
            case UNKNOWN -> throw new Refused(ErrorCode.NOT_FOUND, "no such device of this account");
            case NOT_A_NAME ->
                page(who, null, Mistakes.in("name-" + id, "session.mistake.name"))
                        .unprocessable();
        };
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.DEVICE_FORGET)
    @PostMapping("/account/devices/{id}/removal")
    Redirect forget(SignedIn who, @PathVariable UUID id, Caller caller, HttpServletResponse response) {
        if (!devices.forget(who.account(), new DeviceId(id), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such device of this account");
        }
        DeviceId own = who.session().device();
        if (own != null && own.value().equals(id)) {
            SignedIn.take(response, who.session().shared());
            return new Redirect("/signed-out");
        }
        return new Redirect("/account/devices?done=forgotten");
    }

    /// Signing out needs no live session: a browser that asks to be cleared is cleared.
    @Guard(Kind.PUBLIC)
    @PostMapping("/sign-out")
    Redirect signOut(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        boolean shared = signOuts.signOut(request, response, caller);
        return new Redirect(shared ? "/signed-out?shared=true" : "/signed-out");
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/signed-out")
    Object signedOut(HttpServletRequest request, @RequestParam(defaultValue = "") String shared) {
        if (SignedIn.of(request).isPresent()) {
            return new Redirect("/account");
        }
        return Page.of("session/signed-out", new SessionViews.SignedOut(shared.equals("true")));
    }
}
