package dev.sallyport.withdrawal;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The second person: chosen, left, and what waits for whoever is one.
@Controller
class SecondPersonPages {
    private static final String HOME = "/account/second-person";
    private static final Set<String> DONE = Set.of("leaving", "kept", "accepted", "named", "mailbox-leaving");

    private final SecondPeople seconds;
    private final Approvals approvals;
    private final Showing showing;
    private final Config config;

    SecondPersonPages(SecondPeople seconds, Approvals approvals, Showing showing, Config config) {
        this.seconds = seconds;
        this.approvals = approvals;
        this.showing = showing;
        this.config = config;
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping(HOME)
    Page look(SignedIn who, @RequestParam(defaultValue = "") String done) {
        return page(who.account(), null, DONE.contains(done) ? "withdrawal.second.done." + done : null);
    }

    private Page page(AccountId account, @Nullable String link, @Nullable String done) {
        return Page.of("withdrawal/second", showing.second(account, seconds, approvals, link, done));
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.SECOND_PERSON)
    @PostMapping(HOME + "/invitation")
    Page invite(SignedIn who, Caller caller) {
        String token = seconds.invite(who.session(), caller).reveal();
        return page(who.account(), config.link("/second-person/" + token), null);
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.SECOND_PERSON)
    @PostMapping(HOME + "/removal")
    Redirect remove(SignedIn who, Caller caller) {
        if (!seconds.remove(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no second person");
        }
        return new Redirect(HOME + "?done=leaving");
    }

    /// The one who was asked to leave stays.
    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.SECOND_PERSON_STAYS)
    @PostMapping(HOME + "/removal/cancellation")
    Redirect stay(SignedIn who, Caller caller) {
        return new Redirect(seconds.stay(who.session(), caller) ? HOME + "?done=kept" : HOME);
    }

    /// Nobody comes: it keeps what counted before, so no proof is asked for.
    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping(HOME + "/keeping")
    Redirect keep(SignedIn who, Caller caller) {
        return new Redirect(seconds.keep(who.session(), caller) ? HOME + "?done=kept" : HOME);
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping("/second-person/{token}")
    Page invited(SignedIn who, @PathVariable String token) {
        String inviter = seconds.inviter(token)
                .filter(account -> !account.equals(who.account()))
                .map(showing::masked)
                .orElse(null);
        return Page.of("withdrawal/invitation", new WithdrawalViews.Invitation(token, inviter));
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping("/second-person/{token}")
    Redirect accept(SignedIn who, @PathVariable String token, Caller caller) {
        boolean accepted = seconds.accept(who.session(), token, caller);
        return new Redirect(accepted ? HOME + "?done=accepted" : "/second-person/" + token);
    }
}
