package dev.sallyport.withdrawal;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Where the links in the mails about a new destination lead, without signing in. Opening one changes nothing:
/// scanners and previews open links too (A30); its buttons do.
@Controller
class DestinationLinkPages {
    private final Destinations destinations;

    DestinationLinkPages(Destinations destinations) {
        this.destinations = destinations;
    }

    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/destinations/{token}")
    Page look(@PathVariable String token) {
        return page(token, null);
    }

    private Page page(String token, @Nullable String done) {
        Optional<Destinations.Linked> found = destinations.linked(new Secret(token));
        return Page.of(
                "withdrawal/destination-link",
                new DestinationViews.Linked(
                        token,
                        found.map(linked -> DestinationViews.One.of(linked.entry()))
                                .orElse(null),
                        found.filter(Destinations.Linked::confirms).isPresent(),
                        done));
    }

    @Guard(Guard.Kind.PUBLIC)
    @PostMapping("/destinations/{token}/confirmation")
    Page confirm(@PathVariable String token, Caller caller) {
        return page(token, destinations.confirm(new Secret(token), caller) ? "confirmed" : null);
    }

    /// It only takes away.
    @Guard(Guard.Kind.PUBLIC)
    @PostMapping("/destinations/{token}/removal")
    Page disown(@PathVariable String token, Caller caller) {
        return page(token, destinations.disown(new Secret(token), caller) ? "disowned" : null);
    }
}
