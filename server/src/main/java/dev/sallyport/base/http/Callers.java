package dev.sallyport.base.http;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Networks;
import dev.sallyport.base.who.Secret;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads who is calling, once for each request. The address is the one that the outermost trusted proxy saw:
/// with `n` proxies configured, the n-th entry of `X-Forwarded-For` from the right; everything further left
/// is a claim. No other header is ever looked at (ASVS 4.1.3, 15.3.4).
@Component
public final class Callers {
    private static final String ATTRIBUTE = Callers.class.getName();
    private static final int MOST_AGENT = 512;

    private final int trustedProxies;

    Callers(Config config) {
        this.trustedProxies = config.ports().trustedProxies();
    }

    public static Caller of(HttpServletRequest request) {
        return (Caller) request.getAttribute(ATTRIBUTE);
    }

    /// For what is refused before anybody could be read.
    static Optional<Caller> known(HttpServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
    }

    Caller read(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent");
        var caller = new Caller(
                address(request),
                agent == null ? "" : Plain.oneLine(agent, MOST_AGENT),
                cookie(request, Cookies.DEVICE),
                cookie(request, Cookies.TRUST));
        request.setAttribute(ATTRIBUTE, caller);
        return caller;
    }

    private static @Nullable Secret cookie(HttpServletRequest request, String name) {
        String value = Cookies.read(request, name);
        return value == null ? null : new Secret(value);
    }

    private String address(HttpServletRequest request) {
        String peer = Networks.canonical(request.getRemoteAddr()).orElse("0.0.0.0");
        if (trustedProxies == 0) {
            return peer;
        }
        List<String> hops = new ArrayList<>();
        for (String header : Collections.list(request.getHeaders("X-Forwarded-For"))) {
            for (String hop : header.split(",", -1)) {
                hops.add(hop.strip());
            }
        }
        if (hops.size() < trustedProxies) {
            // Not through the proxies that should be there: the peer itself is all we know.
            return peer;
        }
        return Networks.canonical(hops.get(hops.size() - trustedProxies))
                .orElseThrow(() -> new Refused(ErrorCode.BAD_REQUEST, "X-Forwarded-For holds no address"));
    }
}
