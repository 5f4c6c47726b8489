package dev.sallyport.withdrawal;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
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
    private final Mailboxes mailboxes;

    SecondPersonApi(SecondPeople seconds, Approvals approvals, Showing showing, Config config, Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
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
            List<WithdrawalViews.Waiting> waiting,
            MailboxJson mailbox) {}

    /// @param address null for none
    /// @param changesAt when `next` takes its place; null where nothing changes
    /// @param next null for none
    /// @param named what was written to and has not answered; null for none
    record MailboxJson(
            @Nullable String address,
            @Nullable Instant changesAt,
            @Nullable String next,
            @Nullable String named) {}

    record Naming(@Nullable String mail) {}

    /// @param link good once, for seven days, and told this once
    record Invitation(String link) {}

    /// @param inviter masked
    record Invited(String inviter) {}

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping(HOME)
    Shown show(SignedIn who) {
        var second = showing.second(who.account(), seconds, approvals, null, null);
        var box = second.box();
        return new Shown(
                second.person(),
                second.changesAt(),
                second.next(),
                second.confirmsFor(),
                second.waiting(),
                new MailboxJson(box.address(), box.changesAt(), box.next(), box.named()));
    }

    /// Writes to it. 48 hours after whoever reads it has answered it confirms where there is no second person.
    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.SECOND_PERSON)
    @PostMapping(HOME + "/mailbox")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void name(SignedIn who, @RequestBody Naming naming, Caller caller) {
        switch (mailboxes.name(who.session(), Objects.requireNonNullElse(naming.mail(), ""), caller)) {
            case SENT -> {}
            case NO_ADDRESS -> throw new Refused(Mistakes.in("mail", "withdrawal.mailbox.mistake.address"));
            case OWN -> throw new Refused(Mistakes.in("mail", "withdrawal.mailbox.mistake.own"));
        }
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.SECOND_PERSON)
    @DeleteMapping(HOME + "/mailbox")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void leave(SignedIn who, Caller caller) {
        if (!mailboxes.remove(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no second mailbox");
        }
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @DeleteMapping(HOME + "/mailbox/change")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void keepMailbox(SignedIn who, Caller caller) {
        if (!mailboxes.keep(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "nothing changes");
        }
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

    /// Takes back that somebody comes.
    @Guard(Guard.Kind.SIGNED_IN)
    @DeleteMapping(HOME + "/change")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void keep(SignedIn who, Caller caller) {
        if (!seconds.keep(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "nothing changes");
        }
    }

    /// Takes back that the one who is there goes: with a proof, since a thief would like to keep him.
    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.SECOND_PERSON_STAYS)
    @DeleteMapping(HOME + "/removal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void stay(SignedIn who, Caller caller) {
        if (!seconds.stay(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "nobody is leaving");
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
