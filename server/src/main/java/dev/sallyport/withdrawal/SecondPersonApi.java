package dev.sallyport.withdrawal;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON. What waits is confirmed where the holder confirms, see [ApprovalApi].
@RestController
class SecondPersonApi {
    private static final String HOME = "/api/second-person";

    private final SecondPeople seconds;
    private final Approvals approvals;
    private final Showing showing;
    private final Config config;

    SecondPersonApi(SecondPeople seconds, Approvals approvals, Showing showing, Config config) {
        this.seconds = seconds;
        this.approvals = approvals;
        this.showing = showing;
        this.config = config;
    }

    /// @param person who it is, masked; null for nobody
    /// @param changesAt when `next` takes his place; null where nothing changes
    /// @param next masked; null for nobody
    /// @param confirmsFor whom this account is the second person of, masked
    record Shown(
            @Nullable String person,
            @Nullable Instant changesAt,
            @Nullable String next,
            List<String> confirmsFor,
            List<WithdrawalViews.Waiting> waiting) {}

    /// @param link good once, for seven days, and told this once
    record Invitation(String link) {}

    /// @param inviter masked
    record Invited(String inviter) {}

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping(HOME)
    Shown show(SignedIn who) {
        var second = showing.second(who.account(), seconds, approvals, null, null);
        return new Shown(second.person(), second.changesAt(), second.next(), second.confirmsFor(), second.waiting());
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.SECOND_PERSON)
    @PostMapping(HOME + "/invitation")
    Invitation invite(SignedIn who, Caller caller) {
        String token = seconds.invite(who.session(), caller).reveal();
        return new Invitation(config.link("/second-person/" + token));
    }

    /// Nobody any more, 48 hours from now.
    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.SECOND_PERSON)
    @DeleteMapping(HOME)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(SignedIn who, Caller caller) {
        if (!seconds.remove(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no second person");
        }
    }

    /// Takes back what does not count yet.
    @Guard(Guard.Kind.SIGNED_IN)
    @DeleteMapping(HOME + "/change")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void keep(SignedIn who, Caller caller) {
        if (!seconds.keep(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "nothing changes");
        }
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping(HOME + "/invitations/{token}")
    Invited invited(SignedIn who, @PathVariable String token) {
        return seconds.inviter(token)
                .filter(account -> !account.equals(who.account()))
                .map(account -> new Invited(showing.masked(account)))
                .orElseThrow(SecondPersonApi::over);
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping(HOME + "/invitations/{token}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void accept(SignedIn who, @PathVariable String token, Caller caller) {
        if (!seconds.accept(who.session(), token, caller)) {
            throw over();
        }
    }

    private static Refused over() {
        return new Refused(ErrorCode.NOT_FOUND, "no such invitation, or his own");
    }
}
