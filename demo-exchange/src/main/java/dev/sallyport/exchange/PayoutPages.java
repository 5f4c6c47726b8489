package dev.sallyport.exchange;

import dev.sallyport.client.Claims;
import dev.sallyport.client.Need;
import dev.sallyport.client.Verdict;
import dev.sallyport.client.Verifier;
import dev.sallyport.client.WithdrawalState;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/// The tab on which money leaves. The holder confirms on a page of Sallyport, in a window of its own; this one waits
/// for it, redeems what was approved, and says what became of it.
@Controller
class PayoutPages {
    private static final String OVER = "Your visit has ended. Nothing was asked for.";

    private final Desk desk;
    private final Payouts payouts;
    private final Book book;
    private final Verifier verifier;
    private final Templates templates;
    private final Away away;

    PayoutPages(Desk desk, Payouts payouts, Book book, Verifier verifier, Templates templates, Away away) {
        this.desk = desk;
        this.payouts = payouts;
        this.book = book;
        this.verifier = verifier;
        this.templates = templates;
        this.away = away;
    }

    @GetMapping(value = "/withdraw", produces = MediaType.TEXT_HTML_VALUE)
    @ResponseBody
    String form(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication who)
            throws IOException {
        Optional<Claims> claims = claims(request, response, who);
        if (claims.isEmpty()) {
            Arrivals.home(request, response, "");
            return "";
        }
        return form(request, who, claims.get(), PayoutDraft.empty(), List.of());
    }

    private String form(
            HttpServletRequest request,
            @Nullable Authentication who,
            Claims claims,
            PayoutDraft draft,
            List<String> mistakes) {
        List<PayoutViews.Line> lines = payouts.of(claims.account()).stream()
                .map(one -> one.end() == null
                        ? payouts.look(claims.account(), one.id()).orElse(one)
                        : one)
                .map(PayoutViews::line)
                .toList();
        return templates.withdraw(new PayoutViews.Form(
                top(request, who),
                mistakes,
                draft,
                Way.ALL.stream()
                        .map(way -> PayoutViews.way(way, book.has(claims.account(), way.asset())))
                        .toList(),
                lines));
    }

    private static PayoutViews.Top top(HttpServletRequest request, @Nullable Authentication who) {
        var csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        return new PayoutViews.Top(Desk.name(java.util.Objects.requireNonNull(who)), csrf.getToken(), "withdraw");
    }

    @PostMapping(value = "/withdrawals", produces = MediaType.TEXT_HTML_VALUE)
    @ResponseBody
    String ask(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Authentication who,
            @RequestParam Map<String, String> form)
            throws IOException {
        Optional<Claims> claims = claims(request, response, who);
        if (claims.isEmpty()) {
            Arrivals.home(request, response, OVER);
            return "";
        }
        PayoutDraft draft = PayoutDraft.of(form);
        var asker = new Payouts.Asker(
                claims.get().account(), request.getRemoteAddr(), claims.get().session(), null);
        switch (payouts.ask(draft, asker)) {
            case Payouts.Asked.Known known -> {
                response.setStatus(HttpServletResponse.SC_SEE_OTHER);
                response.setHeader("Location", "/withdrawals/" + known.payout().id());
                return "";
            }
            case Payouts.Asked.Mistaken mistaken -> {
                response.setStatus(422);
                return form(request, who, claims.get(), draft, mistaken.why());
            }
        }
    }

    @GetMapping(value = "/withdrawals/{id}", produces = MediaType.TEXT_HTML_VALUE)
    @ResponseBody
    String look(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Authentication who,
            @PathVariable String id)
            throws IOException {
        Optional<Claims> claims = claims(request, response, who);
        Optional<Payout> payout = claims.flatMap(his -> payouts.look(his.account(), id));
        if (payout.isEmpty()) {
            Arrivals.home(request, response, claims.isEmpty() ? "" : "There is no such withdrawal.");
            return "";
        }
        WithdrawalState stands = payout.get().stands();
        return templates.payout(new PayoutViews.Slip(
                top(request, who), PayoutViews.line(payout.get()), stands == null ? null : stands.page()));
    }

    /// For the page that waits.
    @GetMapping("/withdrawals/{id}/state")
    ResponseEntity<Map<String, String>> state(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Authentication who,
            @PathVariable String id) {
        return claims(request, response, who)
                .flatMap(his -> payouts.look(his.account(), id))
                .map(payout ->
                        ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Map.of("state", payout.state())))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    /// Whose visit it is, by his token of this moment; empty for whoever is not signed in any more.
    private Optional<Claims> claims(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication who) {
        HttpSession session = request.getSession(false);
        if (session == null || who == null || Visits.of(session).isEmpty()) {
            return Optional.empty();
        }
        return desk.token(who, request, response).flatMap(token -> switch (verifier.check(token, Need.NOTHING)) {
            case Verdict.Good good -> Optional.of(good.claims());
            case Verdict.Bad bad -> Optional.empty();
            case Verdict.Unknown unknown -> throw new Provider.Unreachable(unknown.detail());
        });
    }

    @ExceptionHandler
    void away(Provider.Unreachable why, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean asked = request.getMethod().equals("POST");
        String meanwhile = asked
                ? "Nothing has left your account. What was sent is asked for again, once, as soon as it answers."
                : "Nothing has left your account meanwhile.";
        away.show(response, why, meanwhile, asked ? "/withdraw" : request.getRequestURI());
    }
}
