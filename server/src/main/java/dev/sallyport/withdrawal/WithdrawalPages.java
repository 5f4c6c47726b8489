package dev.sallyport.withdrawal;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// The page on which a holder sees what would leave his account, and says yes or no. It looks like
/// nothing that asks him to sign in (TX-3), and shows our own copy: what the exchange's site shows him
/// is not asked (R-TX-2).
@Controller
class WithdrawalPages {
    private final Approvals approvals;
    private final Proof proof;
    private final Showing showing;

    WithdrawalPages(Approvals approvals, Proof proof, Showing showing) {
        this.approvals = approvals;
        this.proof = proof;
        this.showing = showing;
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping("/withdrawals/{id}")
    Page look(SignedIn who, @PathVariable UUID id) {
        return page(who, id, Mistakes.NONE);
    }

    private Page page(SignedIn who, UUID id, Mistakes mistakes) {
        Approvals.Look look = approvals.look(who.account(), id).orElseThrow(Approvals::unknown);
        Withdrawal one = look.withdrawal();
        return Page.of(
                "withdrawal/slip",
                new WithdrawalViews.Slip(
                        id.toString(),
                        showing.state(look),
                        showing.terms(look),
                        one.reasons(),
                        one.until(),
                        look.asksForProof() ? form(who, look, mistakes) : null));
    }

    private WithdrawalViews.Form form(SignedIn who, Approvals.Look look, Mistakes mistakes) {
        AccountId account = who.account();
        Kind kind = proof.kind(account);
        if (kind == null) {
            throw new Refused(ErrorCode.MISSING_PROOF, "nothing that the account has would do");
        }
        return new WithdrawalViews.Form(
                look.terms().hash(),
                kind == Kind.PASSKEY ? proof.passkeyOptions(account, look.terms()) : null,
                kind == Kind.PASSKEY ? 0 : proof.digits(account),
                mistakes);
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping("/withdrawals/{id}/approval")
    Object confirm(SignedIn who, @PathVariable UUID id, Form form, Caller caller) {
        var answer = new Approvals.Answer(
                form.text("seen", 60), form.secret("passkey").reveal(), form.secret("code"), form.typed("amount"));
        return switch (approvals.confirm(who.session(), id, answer, caller)) {
            case Approvals.Outcome.Approved approved -> to(id);
            case Approvals.Outcome.Wrong wrong ->
                page(who, id, wrong.mistakes()).unprocessable();
            // What is shown then says what has become of it.
            case Approvals.Outcome.Over over -> to(id);
            case Approvals.Outcome.GivenUp up -> to(id);
        };
    }

    private static Redirect to(UUID id) {
        return new Redirect("/withdrawals/" + id);
    }

    /// Whoever comes by address to where answers go, such as by changing the language after a mistake.
    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping("/withdrawals/{id}/approval")
    Redirect again(@PathVariable UUID id) {
        return to(id);
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping("/withdrawals/{id}/refusal")
    Redirect decline(SignedIn who, @PathVariable UUID id, Caller caller) {
        approvals.decline(who.session(), id, caller);
        return to(id);
    }
}
