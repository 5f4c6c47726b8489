package dev.sallyport.session;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON, for the holder's own session.
@RestController
class SessionApi {
    private final Sessions sessions;
    private final Devices devices;
    private final SignOuts signOuts;
    private final Maintained maintained;
    private final Clock clock;

    SessionApi(Sessions sessions, Devices devices, SignOuts signOuts, Maintained maintained, Clock clock) {
        this.sessions = sessions;
        this.devices = devices;
        this.signOuts = signOuts;
        this.maintained = maintained;
        this.clock = clock;
    }

    /// @param signedIn whether this browser has a live session
    /// @param csrfToken to be sent as `X-CSRF-Token` with every change
    record Current(
            boolean signedIn,
            @Nullable String account,
            @Nullable String session,
            String csrfToken) {}

    record SessionJson(
            String id,
            String browser,
            String system,
            @Nullable String place,
            String address,
            Instant openedAt,
            Instant lastUsedAt,
            List<String> proofs,
            boolean shared,
            boolean bound,
            boolean outdated,
            boolean current) {}

    /// @param trustedUntil until when it need not give a second proof at sign-in; null when it must
    record DeviceJson(
            String id,
            String name,
            Instant firstSeenAt,
            Instant lastSeenAt,
            @Nullable Instant trustedUntil,
            boolean outdated,
            boolean current) {}

    record Name(@Nullable String name) {}

    @Guard(Kind.PUBLIC)
    @GetMapping("/api/session")
    Current current(HttpServletRequest request, CsrfToken csrf) {
        return SignedIn.of(request)
                .map(who -> new Current(
                        true, who.account().toString(), who.session().id().toString(), csrf.getToken()))
                .orElseGet(() -> new Current(false, null, null, csrf.getToken()));
    }

    @Guard(Kind.PUBLIC)
    @DeleteMapping("/api/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        signOuts.signOut(request, response, caller);
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/api/sessions")
    List<SessionJson> sessions(SignedIn who) {
        return sessions.list(who.account()).stream()
                .map(l -> new SessionJson(
                        l.session().id().toString(),
                        l.seen().browser(),
                        l.seen().system(),
                        l.seen().place(),
                        l.seen().address(),
                        l.session().openedAt(),
                        l.session().lastUsedAt(),
                        l.session().proofs(),
                        l.session().shared(),
                        l.session().bound(),
                        maintained.isOutdated(l.seen()),
                        l.session().id().equals(who.session().id())))
                .toList();
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.SESSIONS_END)
    @DeleteMapping("/api/sessions/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!sessions.end(who.account(), new SessionId(id), "ended-by-holder", caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such session of this account");
        }
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/api/devices")
    List<DeviceJson> devices(SignedIn who) {
        return devices.list(who.account()).stream()
                .map(d -> new DeviceJson(
                        d.id().toString(),
                        d.label(),
                        d.firstSeenAt(),
                        d.lastSeenAt(),
                        d.isTrusted(clock.instant()) ? d.trustedUntil() : null,
                        maintained.isOutdated(d.seen()),
                        d.id().equals(who.session().device())))
                .toList();
    }

    @Guard(Kind.SIGNED_IN)
    @PutMapping("/api/devices/{id}/name")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void rename(SignedIn who, @PathVariable UUID id, @RequestBody Name name, Caller caller) {
        String wanted = name.name();
        if (wanted == null) {
            throw new Refused(ErrorCode.BAD_REQUEST, "no name; an empty one takes it away");
        }
        switch (devices.rename(who.account(), new DeviceId(id), wanted, caller)) {
            case DONE -> {}
            case UNKNOWN -> throw new Refused(ErrorCode.NOT_FOUND, "no such device of this account");
            case NOT_A_NAME -> throw new Refused(Mistakes.in("name", "session.mistake.name"));
        }
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.DEVICE_FORGET)
    @DeleteMapping("/api/devices/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void forget(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!devices.forget(who.account(), new DeviceId(id), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such device of this account");
        }
    }
}
