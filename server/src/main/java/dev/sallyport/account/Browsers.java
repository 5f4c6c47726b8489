package dev.sallyport.account;

import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Secret;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;

/// The cookie that binds what a stranger does across pages to his browser. Every form has it, because the
/// page with the form sets it.
public final class Browsers {
    private Browsers() {}

    public static Secret of(HttpServletRequest request) {
        String cookie = Cookies.read(request, Cookies.BROWSER);
        if (cookie == null) {
            throw new Refused(ErrorCode.FORGED, "no browser cookie");
        }
        return new Secret(cookie);
    }
}
