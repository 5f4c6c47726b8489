package dev.sallyport.stepup;

import dev.sallyport.account.Contacts;
import dev.sallyport.account.Locks;
import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Forward;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import dev.sallyport.session.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The one page on which a holder who is signed in proves again that it is he, and from which he goes on with what
/// he was doing.
@Controller
class StepUpPages {
    private static final String HOME = "/account";
    private static final Redirect OVER = new Redirect("/account?done=stepup-over");

    private final StepUps stepUps;
    private final StepUpProofs proofs;
    private final Asking asking;
    private final CodeDesk desk;
    private final Contacts contacts;
    private final Locks locks;

    StepUpPages(StepUps stepUps, StepUpProofs proofs, Asking asking, CodeDesk desk, Contacts contacts, Locks locks) {
        this.locks = locks;
        this.stepUps = stepUps;
        this.proofs = proofs;
        this.asking = asking;
        this.desk = desk;
        this.contacts = contacts;
    }

    /// Where a session is led that must show once more whose it is.
    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping("/sign-in/again")
    Redirect again(SignedIn who, @RequestParam(defaultValue = "") String to) {
        stepUps.ways(who.session(), Act.AGAIN);
        UUID id = stepUps.begin(who.session(), Act.AGAIN, Kept.page(Redirect.isOwn(to) ? to : HOME));
        return new Redirect("/step-up/" + id);
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping("/step-up/{id}")
    Object ask(
            SignedIn who,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "-1") int way,
            @RequestParam(defaultValue = "") String sent,
            Caller caller) {
        stepUps.find(who.session(), id).ifPresent(stepUp -> desk.sendFirst(who.session(), stepUp, caller));
        return stepUps.find(who.session(), id)
                .<Object>map(stepUp -> page(who.session(), stepUp, way, !sent.isEmpty(), Mistakes.NONE))
                .orElse(OVER);
    }

    private Page page(Session session, StepUp stepUp, int way, boolean sent, Mistakes mistakes) {
        List<Set<Kind>> ways = stepUps.ways(session, stepUp.act());
        int chosen = StepUp.way(ways, way);
        var asked = asking.of(session.account(), stepUp.bound(), ways, chosen);
        // For password managers. Who is not known to be the holder reads no address (A21),
        // and nobody does while the settings are locked (R-LOCK-1).
        String identifier = contacts.list(session.account()).stream()
                .findFirst()
                .map(contact -> hides(session) ? contact.masked() : contact.text())
                .orElse("");
        return Page.of(
                "stepup/ask",
                new StepUpViews.Ask(
                        stepUp.id().toString(), words(session, stepUp), identifier, asked, chosen, sent, mistakes));
    }

    private boolean hides(Session session) {
        return session.held() || locks.settings(session.account()).isPresent();
    }

    /// Whoever is led here because his session is held reads why.
    private static String words(Session session, StepUp stepUp) {
        return stepUp.act().label() + (stepUp.act() == Act.AGAIN && session.held() ? "-held" : "");
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping("/step-up/{id}/proofs")
    Object prove(
            SignedIn who,
            @PathVariable UUID id,
            Form form,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Kept> kept = stepUps.kept(who.session(), id);
        return switch (proofs.prove(who, id, Asking.typed(form), caller)) {
            case StepUpProofs.Outcome.Over over -> OVER;
            case StepUpProofs.Outcome.Wrong wrong ->
                stepUps.find(who.session(), id)
                        .<Object>map(stepUp -> page(
                                        who.session(),
                                        stepUp,
                                        way(form),
                                        false,
                                        Mistakes.in(form.text("field", 20), wrong.key()))
                                .unprocessable())
                        .orElse(OVER);
            case StepUpProofs.Outcome.Proven proven -> {
                SignedIn.give(response, proven.opened());
                Kept waiting = kept.orElseThrow();
                if (waiting.method().equals("GET")) {
                    yield new Redirect(waiting.path());
                }
                request.setAttribute(StepUpGuard.PROVEN, id);
                var token = proven.opened().token().reveal();
                yield new Forward(new KeptRequest(request, waiting, token), waiting.path());
            }
        };
    }

    /// Whoever comes by address to where proofs go, such as by changing the language after a mistake.
    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping("/step-up/{id}/proofs")
    Redirect askAgain(@PathVariable UUID id) {
        return new Redirect("/step-up/" + id);
    }

    private static int way(Form form) {
        String way = form.text("way", 3);
        return way.matches("\\d{1,2}") ? Integer.parseInt(way) : -1;
    }

    /// A text with a code, for an account whose best second proof that is, or a code to the address.
    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping("/step-up/{id}/sending")
    Redirect send(SignedIn who, @PathVariable UUID id, Caller caller) {
        return stepUps.find(who.session(), id)
                .filter(stepUp -> desk.send(who.session(), stepUp, caller))
                .map(stepUp -> new Redirect("/step-up/" + id + "?sent=1"))
                .orElseGet(() -> {
                    stepUps.refusedStep();
                    return OVER;
                });
    }
}
