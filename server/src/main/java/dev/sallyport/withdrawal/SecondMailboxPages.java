package dev.sallyport.withdrawal;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Mistakes;
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

/// The second mailbox: named and left by the holder; and what whoever reads it sees by its links. Opening one changes
/// nothing: scanners and previews open links too (A30).
@Controller
class SecondMailboxPages {
    private static final String HOME = "/account/second-person";

    private final Mailboxes mailboxes;
    private final MailApprovals approvals;
    private final SecondPeople seconds;
    private final Approvals all;
    private final Showing showing;

    SecondMailboxPages(
            Mailboxes mailboxes, MailApprovals approvals, SecondPeople seconds, Approvals all, Showing showing) {
        this.mailboxes = mailboxes;
        this.approvals = approvals;
        this.seconds = seconds;
        this.all = all;
        this.showing = showing;
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.SECOND_PERSON)
    @PostMapping(HOME + "/mailbox")
    Object name(SignedIn who, Form form, Caller caller) {
        return switch (mailboxes.name(who.session(), form.typed("mail"), caller)) {
            case SENT -> new Redirect(HOME + "?done=named");
            case NO_ADDRESS -> wrong(who, "withdrawal.mailbox.mistake.address");
            case OWN -> wrong(who, "withdrawal.mailbox.mistake.own");
        };
    }

    private Page wrong(SignedIn who, String mistake) {
        var second = showing.second(who.account(), seconds, all, null, null);
        return Page.of("withdrawal/second", second.with(Mistakes.in("mail", mistake)))
                .unprocessable();
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.SECOND_PERSON)
    @PostMapping(HOME + "/mailbox/removal")
    Redirect remove(SignedIn who, Caller caller) {
        if (!mailboxes.remove(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no second mailbox");
        }
        return new Redirect(HOME + "?done=mailbox-leaving");
    }

    /// Whatever is kept is what counted before, so no proof is asked for.
    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping(HOME + "/mailbox/keeping")
    Redirect keep(SignedIn who, Caller caller) {
        return new Redirect(mailboxes.keep(who.session(), caller) ? HOME + "?done=kept" : HOME);
    }

    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/second-mailbox/{token}")
    Page named(@PathVariable String token) {
        String whose = mailboxes.named(token).map(showing::masked).orElse(null);
        return Page.of("withdrawal/mailbox", new WithdrawalViews.MailboxLink(token, whose, false));
    }

    @Guard(Guard.Kind.PUBLIC)
    @PostMapping("/second-mailbox/{token}")
    Page answer(@PathVariable String token, Caller caller) {
        if (!mailboxes.answer(token, caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "used or too old");
        }
        return Page.of("withdrawal/mailbox", new WithdrawalViews.MailboxLink(token, null, true));
    }

    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/mail-approvals/{token}")
    Page look(@PathVariable String token) {
        return approvals
                .look(token)
                .map(look -> Page.of(
                        "withdrawal/mail-slip",
                        new WithdrawalViews.MailSlip(
                                token,
                                showing.state(look),
                                showing.terms(look),
                                look.withdrawal().until(),
                                look.asksForProof() ? look.terms().hash() : null)))
                .orElseGet(() -> Page.of("withdrawal/mailbox", new WithdrawalViews.MailboxLink(token, null, false)));
    }

    @Guard(Guard.Kind.PUBLIC)
    @PostMapping("/mail-approvals/{token}/approval")
    Redirect approve(@PathVariable String token, Form form, Caller caller) {
        return shown(token, approvals.approve(token, form.text("seen", 60), caller));
    }

    @Guard(Guard.Kind.PUBLIC)
    @PostMapping("/mail-approvals/{token}/refusal")
    Redirect decline(@PathVariable String token) {
        return shown(token, approvals.decline(token));
    }

    /// The page says what has become of it, also to whoever came second.
    private Redirect shown(String token, boolean done) {
        if (!done && approvals.look(token).isEmpty()) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such link");
        }
        return new Redirect("/mail-approvals/" + token);
    }
}
