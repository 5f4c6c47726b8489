package dev.sallyport.exchange;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// What is shown while Sallyport does not answer: what works, what does not, and what to do. The page asks by itself
/// whether it is back, and goes on from where it stands.
@Component
public class Away {
    private static final Logger LOG = LoggerFactory.getLogger(Away.class);
    /// Browsers that wait ask every few seconds: together they make one question a second.
    private static final long ASKED_EVERY_NANOS = 1_000_000_000;

    private final Provider provider;
    private final Templates templates;
    private long askedAt = System.nanoTime() - ASKED_EVERY_NANOS;
    private boolean answered;

    Away(Provider provider, Templates templates) {
        this.provider = provider;
        this.templates = templates;
    }

    /// The page.
    ///
    /// @param meanwhile what has happened, and what has not
    /// @param then where to go on
    public record Shown(String meanwhile, String then) {}

    void show(HttpServletRequest request, HttpServletResponse response, Provider.Unreachable why, String meanwhile)
            throws IOException {
        show(response, why, meanwhile, then(request));
    }

    void show(HttpServletResponse response, Provider.Unreachable why, String meanwhile, String then)
            throws IOException {
        LOG.warn("{}", why.getMessage());
        byte[] page = templates.away(new Shown(meanwhile, then)).getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Retry-After", "5");
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("text/html;charset=UTF-8");
        response.getOutputStream().write(page);
    }

    /// A form is not sent a second time.
    private static String then(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            return "/";
        }
        String query = request.getQueryString();
        return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
    }

    synchronized boolean isOver() {
        if (System.nanoTime() - askedAt >= ASKED_EVERY_NANOS) {
            try {
                provider.look();
                answered = true;
            } catch (Provider.Unreachable e) {
                answered = false;
            }
            askedAt = System.nanoTime();
        }
        return answered;
    }
}
