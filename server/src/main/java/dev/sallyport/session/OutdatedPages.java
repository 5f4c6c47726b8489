package dev.sallyport.session;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Tells whoever has just signed in that his browser or system is too old, and lets him go on (R-DEV-1).
@Controller
class OutdatedPages {
    private static final String HOME = "/account";

    private final Maintained maintained;
    private final Sight sight;

    OutdatedPages(Maintained maintained, Sight sight) {
        this.maintained = maintained;
        this.sight = sight;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(Maintained.TOLD_AT)
    Object show(Caller caller, @RequestParam(defaultValue = "") String to) {
        String back = Redirect.isOwn(to) ? to : HOME;
        Seen seen = sight.of(caller);
        return maintained.isOutdated(seen)
                ? Page.of("session/outdated", new SessionViews.Outdated(seen.label(), maintained.refuses(caller), back))
                : new Redirect(back);
    }
}
