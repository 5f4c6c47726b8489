package dev.sallyport.base.http;

import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Networks;
import dev.sallyport.wire.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/// Counts every refusal by its code, and writes a line for each that may be a try to get around a control: a form
/// that another site sent, a host that is not ours, a thing or a door that is not the caller's, a service that nobody
/// knows (A72). Like the lines of the record it holds the network and no address, and no path but the route's
/// pattern, because links carry tokens.
@Component
public final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final String ACCOUNT = Refusals.class.getName() + ".account";

    private final Doors doors;
    private final MeterRegistry meters;

    Refusals(Doors doors, MeterRegistry meters) {
        this.doors = doors;
        this.meters = meters;
    }

    /// Who is signed in, so that a later line can name him.
    public static void caller(HttpServletRequest request, AccountId account) {
        request.setAttribute(ACCOUNT, account);
    }

    /// @param detail for the log alone; what a stranger wrote into it is cut and made one line
    public void note(HttpServletRequest request, ErrorCode code, String detail) {
        Port door = doors.of(request);
        meters.counter(
                        "sallyport.refused",
                        "code",
                        code.code(),
                        "door",
                        door.name().toLowerCase(Locale.ROOT))
                .increment();
        if (!isSuspicious(code, door)) {
            LOG.debug("refused {} {}: {}", request.getMethod(), route(request), Plain.oneLine(detail, 200));
            return;
        }
        var line = LOG.atInfo()
                .addKeyValue("event.action", "request.refused")
                .addKeyValue("event.outcome", "failure")
                .addKeyValue("event.reason", code.code())
                .addKeyValue("source.address", network(request));
        if (request.getAttribute(ACCOUNT) instanceof AccountId account) {
            line = line.addKeyValue("user.id", account.toString());
        }
        line.log(
                "refused {} {}, {}: {}",
                Plain.oneLine(request.getMethod(), 20),
                route(request),
                code.code(),
                Plain.oneLine(detail, 200));
    }

    /// A holder who is not signed in, or types what is no address, is every day's work; a service without a token
    /// that we know is not.
    private static boolean isSuspicious(ErrorCode code, Port door) {
        return switch (code) {
            case FORGED, WRONG_HOST, NOT_FOUND, MISSING_SCOPE -> true;
            case NOT_SIGNED_IN -> door == Port.INSIDE;
            default -> false;
        };
    }

    private static String network(HttpServletRequest request) {
        String address = Callers.known(request).map(Caller::address).orElseGet(request::getRemoteAddr);
        return Networks.canonical(address).map(Networks::prefix).orElse("unknown");
    }

    /// Where the request went, fit for a log: the route's pattern, or what is left of an address that no route was
    /// looked up for. Its first part names a place; what follows may be a token.
    static String route(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (pattern != null) {
            return pattern.toString();
        }
        String path = request.getRequestURI();
        int end = path.indexOf('/', 1);
        return end < 0 ? Plain.oneLine(path, 40) : Plain.oneLine(path.substring(0, end), 40) + "/…";
    }
}
