package dev.sallyport.stepup;

import dev.sallyport.account.Locks;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Callers;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guards;
import dev.sallyport.base.http.Refused;
import dev.sallyport.session.Maintained;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Enforces `Guard.FRESH_PROOF`: without a proof for this very request nothing is done. A page's request is kept and
/// the browser led to where the proof is given; an interface is told where that is.
@Component
final class StepUpGuard implements HandlerInterceptor {
    /// How an interface names the proof it has given, and is told which one to give.
    static final String HEADER = "Step-Up";
    /// The same inside of us, for a kept request that goes on.
    static final String PROVEN = StepUpGuard.class.getName() + ".proven";
    /// Where [StepUpBody] finds the act of a handler whose body it reads first.
    static final String WAITING = StepUpGuard.class.getName() + ".waiting";

    /// What only makes an account safer is taken from any browser.
    private static final Set<Act> FROM_ANYWHERE = EnumSet.of(Act.SESSIONS_END, Act.DEVICE_FORGET);

    private final StepUps stepUps;
    private final Maintained maintained;
    private final Locks locks;

    StepUpGuard(StepUps stepUps, Maintained maintained, Locks locks) {
        this.stepUps = stepUps;
        this.maintained = maintained;
        this.locks = locks;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Guard guard = Guards.of(handler);
        if (guard == null || guard.value() != Guard.Kind.FRESH_PROOF) {
            return true;
        }
        if (!FROM_ANYWHERE.contains(guard.act()) && maintained.refuses(Callers.of(request))) {
            throw new Refused(ErrorCode.OUTDATED, "from a browser or system that is out of date");
        }
        // Once for every act there is, and before a proof is asked for (R-LOCK-1).
        locks.mustAllow(SignedIn.of(request).orElseThrow().session(), guard.act(), Callers.of(request));
        if (takesBody(handler)) {
            // The proof is bound to the body, which is read only later.
            request.setAttribute(WAITING, guard.act());
            request.setAttribute(HEADER, response);
            return true;
        }
        return decide(request, response, guard.act(), Kept.of(request, new byte[0]));
    }

    private static boolean takesBody(Object handler) {
        return handler instanceof HandlerMethod method
                && Arrays.stream(method.getMethodParameters())
                        .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
    }

    /// @return whether the handler may go on; otherwise the answer has been written
    boolean decide(HttpServletRequest request, HttpServletResponse response, Act act, Kept kept) {
        SignedIn who = SignedIn.of(request).orElseThrow();
        if (stepUps.isFree(who.session(), act)) {
            return true;
        }
        String named = named(request);
        if (named != null) {
            if (read(named)
                    .filter(id -> stepUps.redeem(who.session(), id, act, kept))
                    .isPresent()) {
                return true;
            }
            stepUps.refused(who.session(), act, Callers.of(request));
        }
        stepUps.ways(who.session(), act);
        UUID id = stepUps.begin(who.session(), act, kept);
        if (request.getRequestURI().startsWith("/api/")) {
            response.setHeader(HEADER, id.toString());
            throw new Refused(ErrorCode.PROOF_TOO_OLD, "a proof for " + act + " is given at /api/step-up");
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", "/step-up/" + id);
        return false;
    }

    private static @Nullable String named(HttpServletRequest request) {
        return request.getAttribute(PROVEN) instanceof UUID id ? id.toString() : request.getHeader(HEADER);
    }

    private static Optional<UUID> read(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
