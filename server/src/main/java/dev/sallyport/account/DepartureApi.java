package dev.sallyport.account;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON.
@RestController
class DepartureApi {
    private final Departures departures;

    DepartureApi(Departures departures) {
        this.departures = departures;
    }

    record Ended(int sessions) {}

    /// Ends all sessions, or all but this one.
    @Guard(value = Kind.FRESH_PROOF, act = Act.SESSIONS_END)
    @DeleteMapping("/api/sessions")
    Ended end(SignedIn who, @RequestParam(defaultValue = "true") boolean keepThis, Caller caller) {
        return new Ended(keepThis ? departures.others(who.session(), caller) : departures.all(who.session(), caller));
    }
}
