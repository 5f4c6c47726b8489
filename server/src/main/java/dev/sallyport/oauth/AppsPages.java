package dev.sallyport.oauth;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Connected apps in the security centre.
@Controller
class AppsPages {
    private static final String HOME = "/account/apps";

    private final Apps apps;

    AppsPages(Apps apps) {
        this.apps = apps;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(HOME)
    Page show(SignedIn who, @RequestParam(defaultValue = "") String done) {
        return Page.of(
                "oauth/apps",
                new OAuthViews.Apps(apps.list(who.account()), done.equals("removed") ? "oauth.apps.done" : null));
    }

    /// It only makes the account safer, so it asks for no proof.
    @Guard(Kind.SIGNED_IN)
    @PostMapping(HOME + "/{client}/removal")
    Redirect remove(SignedIn who, @PathVariable String client, Caller caller) {
        if (!apps.remove(who.account(), client, caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such app of this account");
        }
        return new Redirect(HOME + "?done=removed");
    }
}
