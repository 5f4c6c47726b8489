package dev.sallyport.base.http;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.stereotype.Component;

/// The token that every change must carry, sign-in included (A23): made by a key from the browser's cookie
/// and the session's, so that it is worth nothing in another browser or after sign-in, and nothing has to be
/// stored.
@Component
final class Csrf implements CsrfTokenRepository {
    private static final String NEW_BROWSER = Csrf.class.getName() + ".browser";

    private final Pepper pepper;
    private final String origin;

    Csrf(Pepper pepper, Config config) {
        this.pepper = pepper;
        this.origin = config.origin().toString();
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        String browser = pepper.deriveKeyId() + "." + Tokens.create();
        request.setAttribute(NEW_BROWSER, browser);
        return token(request, browser).orElseThrow();
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        if (token != null && request.getAttribute(NEW_BROWSER) instanceof String browser) {
            Cookies.set(response, Cookies.BROWSER, browser, null);
        }
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        String browser = Cookies.read(request, Cookies.BROWSER);
        return browser == null ? null : token(request, browser).orElse(null);
    }

    /// The cookie names the key, so that an open form outlives a rotation.
    private Optional<CsrfToken> token(HttpServletRequest request, String browser) {
        String session = Cookies.read(request, Cookies.SESSION);
        String bound = browser + "|" + (session == null ? "" : session);
        int dot = browser.indexOf('.');
        return dot < 0
                ? Optional.empty()
                : pepper.derive(browser.substring(0, dot), "csrf", bound.getBytes(StandardCharsets.UTF_8))
                        .map(mac -> new DefaultCsrfToken("X-CSRF-Token", "_csrf", Tokens.encode(mac)));
    }

    /// A second look that needs no token: the browser itself says from where the request was sent. Our pages
    /// send no referrer, for which browsers write `Origin: null`; `Sec-Fetch-Site` then still tells.
    void checkOrigin(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String from = request.getHeader("Origin");
        boolean foreignSite = site != null && !site.equals("same-origin") && !site.equals("none");
        boolean foreignOrigin = from != null && !from.equals("null") && !from.equals(origin);
        if (foreignSite || foreignOrigin) {
            throw new Refused(ErrorCode.FORGED, "sent from " + site + " " + from);
        }
    }
}
