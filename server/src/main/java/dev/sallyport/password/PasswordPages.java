package dev.sallyport.password;

import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.password.PasswordChanges.Outcome;
import dev.sallyport.password.Passwords.Reason;
import dev.sallyport.session.SignedIn;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The holder's password, and the passphrase offered to anybody.
@Controller
public final class PasswordPages {
    /// So long after a change the page says that it has happened.
    private static final Duration JUST_NOW = Duration.ofMinutes(1);

    private final Passwords passwords;
    private final PasswordChanges changes;
    private final PasswordRules rules;
    private final Contacts contacts;
    private final Phrases phrases;
    private final Clock clock;

    PasswordPages(
            Passwords passwords,
            PasswordChanges changes,
            PasswordRules rules,
            Contacts contacts,
            Phrases phrases,
            Clock clock) {
        this.passwords = passwords;
        this.changes = changes;
        this.rules = rules;
        this.contacts = contacts;
        this.phrases = phrases;
        this.clock = clock;
    }

    /// Where password managers look for the page (W3C, A Well-Known URL for Changing Passwords).
    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/.well-known/change-password")
    Redirect wellKnown() {
        return new Redirect("/account/password");
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping("/account/password")
    Page show(SignedIn who, @RequestParam(defaultValue = "") String done) {
        return page(who.account(), done.equals("changed"), Mistakes.NONE);
    }

    private Page page(AccountId account, boolean changed, Mistakes mistakes) {
        var facts = passwords.facts(account);
        Instant changedAt = facts.map(Passwords.Facts::changedAt).orElse(null);
        String username = contacts.list(account).stream()
                .filter(Contact::isPrimary)
                .map(Contact::text)
                .findFirst()
                .orElse("");
        boolean done = changed && changedAt != null && changedAt.plus(JUST_NOW).isAfter(clock.instant());
        boolean breached = facts.map(Passwords.Facts::breached).orElse(false);
        return Page.of(
                "password/change",
                new PasswordViews.Change(username, rules.minimum(), changedAt, done, breached, mistakes));
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.PASSWORD_CHANGE)
    @PostMapping("/account/password")
    Object change(SignedIn who, Form form, Caller caller, HttpServletResponse response) {
        return switch (changes.change(who, form.secret("current"), form.secret("password"), caller)) {
            case Outcome.Changed changed -> {
                SignedIn.give(response, changed.opened());
                yield new Redirect("/account/password?done=changed");
            }
            case Outcome.WrongCurrent() ->
                page(who.account(), false, Mistakes.in("current", "password.current.wrong"))
                        .unprocessable();
            case Outcome.NotGood(List<Reason> reasons) ->
                page(who.account(), false, PasswordRenewals.mistakes(reasons)).unprocessable();
        };
    }

    /// The passphrase button for browsers without scripts.
    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/password/phrase")
    Page phrase() {
        return Page.of("password/phrase", new PasswordViews.Phrase(phrases.create(), Phrases.bits()));
    }
}
