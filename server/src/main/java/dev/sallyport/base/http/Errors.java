package dev.sallyport.base.http;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.text.Texts;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The one place in which a refusal or a fault becomes an answer: a page for a browser, problem JSON for
/// everybody else. The private detail goes to the log and nowhere else; a fault of ours has a number that
/// both sides can name.
@Component
public final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private final Texts texts;
    private final Templates templates;
    private final JsonMapper json;
    private final Refusals refusals;

    Errors(Texts texts, Templates templates, JsonMapper json, Refusals refusals) {
        this.texts = texts;
        this.templates = templates;
        this.json = json;
        this.refusals = refusals;
    }

    /// What an error page shows.
    ///
    /// @param incident the number to name when asking for help; null when it is no fault of ours
    public record Shown(
            int status,
            String title,
            String detail,
            @Nullable String incident) {}

    void write(HttpServletRequest request, HttpServletResponse response, Refused refused) throws IOException {
        refusals.note(request, refused.code(), String.valueOf(refused.getMessage()));
        write(request, response, refused, null);
    }

    void fault(HttpServletRequest request, HttpServletResponse response, Throwable fault) throws IOException {
        ErrorCode known = Faults.codeOf(fault);
        if (known != ErrorCode.INTERNAL) {
            Duration retry = known == ErrorCode.UNAVAILABLE ? Duration.ofSeconds(5) : null;
            if (known == ErrorCode.UNAVAILABLE) {
                LOG.warn(
                        "out of reach while answering {}: {}",
                        Refusals.route(request),
                        Plain.oneLine(String.valueOf(fault.getMessage()), 300));
            }
            write(request, response, new Refused(known, "library", retry), null);
            return;
        }
        String incident = Tokens.encode(Tokens.random(6));
        LOG.error("incident {} at {} {}", incident, request.getMethod(), Refusals.route(request), fault);
        write(request, response, new Refused(ErrorCode.INTERNAL, "fault"), incident);
    }

    private void write(
            HttpServletRequest request, HttpServletResponse response, Refused refused, @Nullable String incident)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        ErrorCode code = refused.code();
        Duration retryAfter = refused.retryAfter();
        Language language = Frames.language(request);
        String title = texts.get(language, "error." + code.code() + ".title");
        String detail = texts.get(language, "error." + code.code() + ".detail");
        if (retryAfter != null) {
            long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
            response.setHeader("Retry-After", Long.toString(seconds));
            detail = detail + " " + texts.get(language, "error.retry", "wait", wait(language, seconds));
        }
        if (wantsJson(request)) {
            List<Problem.FieldError> fields = refused.mistakes().all().stream()
                    .map(mistake -> field(language, mistake))
                    .toList();
            problem(response, new Problem(code.type(), title, code.status(), code.code(), detail, incident, fields));
        } else {
            page(request, response, new Shown(code.status(), title, detail, incident));
        }
    }

    /// The page's frame stands on keys and database as well: when they are what is out of reach, the bare
    /// sentence is shown, and never a page of the container with our insides on it.
    private void page(HttpServletRequest request, HttpServletResponse response, Shown shown) throws IOException {
        try {
            templates.write(request, response, new Page("base/error", shown, HttpStatus.valueOf(shown.status())));
        } catch (RuntimeException e) {
            LOG.warn("An error page could not be shown whole: {}", Plain.oneLine(String.valueOf(e.getMessage()), 300));
            byte[] bytes = ("<!doctype html><title>" + shown.title() + "</title><h1>" + shown.title() + "</h1><p>"
                            + shown.detail() + "</p>")
                    .getBytes(StandardCharsets.UTF_8);
            response.setStatus(shown.status());
            response.setContentType("text/html;charset=UTF-8");
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }

    /// The code of a mistake is the last part of its text's key.
    private Problem.FieldError field(Language language, Mistakes.Mistake mistake) {
        String key = mistake.key();
        return new Problem.FieldError(
                mistake.field(),
                key.substring(key.lastIndexOf('.') + 1),
                texts.get(language, key, mistake.arguments().toArray()));
    }

    private String wait(Language language, long seconds) {
        return seconds < 120
                ? texts.get(language, "time.span.seconds", "count", seconds)
                : texts.get(language, "time.span.minutes", "count", (seconds + 59) / 60);
    }

    /// Writes a problem document (RFC 9457).
    public void problem(HttpServletResponse response, Problem problem) throws IOException {
        byte[] body = json.writeValueAsBytes(problem);
        response.setStatus(problem.status());
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    static boolean wantsJson(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (path.startsWith("/api/") || path.startsWith("/v1/") || path.endsWith(".json")) {
            return true;
        }
        String accept = request.getHeader("Accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("json") && !accept.contains("text/html");
    }
}
