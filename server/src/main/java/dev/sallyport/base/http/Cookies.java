package dev.sallyport.base.http;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/// Our cookies: `__Host-` names, so that no other host can set or widen them; Secure, HttpOnly, for the whole
/// site and no other (ASVS 3.3.1 to 3.3.4).
public final class Cookies {
    public static final String SESSION = "__Host-session";
    /// Shows for a few minutes that the browser has the key that its session is bound to.
    public static final String BOUND = "__Host-bound";
    public static final String DEVICE = "__Host-device";
    /// Spares a browser that the holder trusts the second proof; made anew at each use.
    public static final String TRUST = "__Host-trust";
    /// Binds what a stranger does across pages to his browser: CSRF before sign-in, the sign-up and sign-in
    /// in progress.
    public static final String BROWSER = "__Host-browser";
    /// Carries a sign-in that needs more than the password.
    public static final String SIGN_IN = "__Host-signin";
    /// Where the holder was before he went to set something up.
    public static final String BACK = "__Host-back";
    /// Carries a recovery: what this browser has shown.
    public static final String RECOVERY = "__Host-recovery";
    public static final String LANGUAGE = "__Host-language";

    private Cookies() {}

    public static @Nullable String read(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name) && !cookie.getValue().isEmpty()) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }

    /// @param life how long the browser keeps it; null for as long as it runs
    public static void set(HttpServletResponse response, String name, String value, @Nullable Duration life) {
        var cookie = ResponseCookie.from(name, value)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax");
        if (life != null) {
            cookie.maxAge(life);
        }
        response.addHeader("Set-Cookie", cookie.build().toString());
    }

    public static void remove(HttpServletResponse response, String name) {
        set(response, name, "", Duration.ZERO);
    }
}
