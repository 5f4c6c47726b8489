package dev.sallyport.account;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/// Ending all sessions, from the page of devices.
@Controller
class DeparturePages {
    private final Departures departures;

    DeparturePages(Departures departures) {
        this.departures = departures;
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.SESSIONS_END)
    @PostMapping("/account/sessions/others/removal")
    Redirect others(SignedIn who, Caller caller) {
        departures.others(who.session(), caller);
        return new Redirect("/account/devices?done=others");
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.SESSIONS_END)
    @PostMapping("/account/sessions/removal")
    Redirect all(SignedIn who, Caller caller, HttpServletResponse response) {
        departures.all(who.session(), caller);
        SignedIn.take(response, who.session().shared());
        return new Redirect("/signed-out");
    }
}
