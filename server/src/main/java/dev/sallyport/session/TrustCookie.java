package dev.sallyport.session;

import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import jakarta.servlet.http.HttpServletResponse;

/// The cookie of a browser that some accounts trust.
public final class TrustCookie {
    private TrustCookie() {}

    /// Gives the browser a token, beside those of other accounts that it has.
    public static void give(HttpServletResponse response, Caller caller, Secret token) {
        Cookies.set(response, Cookies.TRUST, TrustToken.cookie(caller.trustTokens(), token), Devices.TRUST);
    }
}
