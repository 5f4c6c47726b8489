package dev.sallyport.exchange;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// The pages. Whoever is not signed in sees the door, everybody else his desk.
@Controller
class SitePages {
    /// Under which a sentence waits for the next page.
    static final String SAID = "said";

    private static final String OVER = "Your session at Sallyport has ended. Nothing was done since.";

    private final Desk desk;
    private final OwnApi api;
    private final Templates templates;
    private final Away away;

    SitePages(Desk desk, OwnApi api, Templates templates, Away away) {
        this.desk = desk;
        this.api = api;
        this.templates = templates;
        this.away = away;
    }

    @GetMapping(value = "/", produces = MediaType.TEXT_HTML_VALUE)
    @ResponseBody
    String home(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication who) {
        return show(request, response, who, List.of());
    }

    @GetMapping(value = "/signed-out", produces = MediaType.TEXT_HTML_VALUE)
    @ResponseBody
    String signedOut() {
        return templates.door("You are signed out, here and at Sallyport.");
    }

    @PostMapping(value = "/orders", produces = MediaType.TEXT_HTML_VALUE)
    @ResponseBody
    String place(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Authentication who,
            @RequestParam(defaultValue = "") String pair,
            @RequestParam(defaultValue = "") String side,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String amount,
            @RequestParam(defaultValue = "") String price)
            throws IOException {
        HttpSession session = request.getSession(false);
        Optional<String> token = who == null ? Optional.empty() : desk.token(who, request, response);
        if (session == null || who == null || token.isEmpty()) {
            Arrivals.home(request, response, "Your visit has ended. Nothing was placed.");
            return "";
        }
        var draft = new Draft(pair, side, kind, amount, price);
        session.setAttribute(Draft.NAME, draft);
        OwnApi.Answer answer = api.post("/api/orders", token.get(), draft);
        if (answer.isGood()) {
            session.removeAttribute(Draft.NAME);
            String state = answer.body().path("state").asString("");
            Arrivals.home(
                    request,
                    response,
                    state.equals("filled")
                            ? "Your order is filled."
                            : "Your order is placed, and waits for its price.");
            return "";
        }
        if (answer.challenge().canBeMet()) {
            session.setAttribute(Challenge.NAME, answer.challenge());
            Visits.of(session).ifPresent(v -> v.tell("interface", "Asked for more: " + asked(answer.challenge())));
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "/oauth2/authorization/" + Provider.ID);
            return "";
        }
        if (answer.isOver()) {
            return show(request, response, who, List.of());
        }
        if (answer.isUnknown()) {
            throw new Provider.Unreachable("nobody can tell whether a token is good");
        }
        response.setStatus(422);
        return show(request, response, who, mistakes(answer));
    }

    private static String asked(Challenge challenge) {
        return challenge.error()
                + (challenge.scopes().isEmpty() ? "" : ", scope " + String.join(" ", challenge.scopes()))
                + (challenge.acrValues() == null ? "" : ", acr_values " + challenge.acrValues())
                + (challenge.maxAge() == null ? "" : ", max_age " + challenge.maxAge());
    }

    private static List<String> mistakes(OwnApi.Answer answer) {
        List<String> told = answer.body()
                .path("why")
                .valueStream()
                .map(line -> line.asString())
                .toList();
        return told.isEmpty() ? List.of("The order was not taken (" + answer.status() + ").") : told;
    }

    private String show(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Authentication who,
            List<String> mistakes) {
        String said = said(request);
        HttpSession session = request.getSession(false);
        Optional<Visit> visit = session == null ? Optional.empty() : Visits.of(session);
        Optional<String> token = who == null || visit.isEmpty() ? Optional.empty() : desk.token(who, request, response);
        if (session == null || who == null || visit.isEmpty() || token.isEmpty()) {
            return templates.door(said);
        }
        var csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        return desk.of(who, visit.get(), token.get(), said, mistakes, csrf.getToken())
                .map(templates::desk)
                .orElseGet(() -> {
                    visit.get().end("token", OVER);
                    return templates.door(OVER);
                });
    }

    private static String said(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(SAID) instanceof String said)) {
            return "";
        }
        session.removeAttribute(SAID);
        return said;
    }

    /// The draft of an order stays.
    @ExceptionHandler
    void away(Provider.Unreachable why, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean sent = request.getMethod().equals("POST");
        away.show(
                request,
                response,
                why,
                sent
                        ? "Nothing was placed. What you typed is kept."
                        : "Your visit goes on as soon as it answers. Nothing is lost.");
    }

    /// Whether Sallyport answers, for a page that waits for it.
    @GetMapping("/sallyport/state")
    ResponseEntity<Void> state() {
        return ResponseEntity.status(away.isOver() ? 204 : 503)
                .cacheControl(CacheControl.noStore())
                .build();
    }

    /// Whether this visit still counts, for a page that doubts it.
    @GetMapping("/visit")
    ResponseEntity<Void> counts(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication who) {
        Optional<String> token = who == null ? Optional.empty() : desk.token(who, request, response);
        int status = token.map(its -> api.get("/api/token", its).status()).orElse(401);
        return ResponseEntity.status(status == 200 ? 204 : status)
                .cacheControl(CacheControl.noStore())
                .build();
    }

    /// What this visit is told from now on; 204 tells a browser not to ask again.
    @GetMapping("/live")
    ResponseEntity<SseEmitter> live(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return Optional.ofNullable(session)
                .flatMap(Visits::of)
                .map(visit ->
                        ResponseEntity.ok().header("X-Accel-Buffering", "no").body(visit.listen()))
                .orElseGet(() -> ResponseEntity.noContent().build());
    }
}
