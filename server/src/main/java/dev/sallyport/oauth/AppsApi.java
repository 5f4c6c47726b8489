package dev.sallyport.oauth;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON.
@RestController
class AppsApi {
    private final Apps apps;

    AppsApi(Apps apps) {
        this.apps = apps;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/api/apps")
    List<OAuthViews.App> list(SignedIn who) {
        return apps.list(who.account());
    }

    @Guard(Kind.SIGNED_IN)
    @DeleteMapping("/api/apps/{client}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(SignedIn who, @PathVariable String client, Caller caller) {
        if (!apps.remove(who.account(), client, caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such app of this account");
        }
    }
}
