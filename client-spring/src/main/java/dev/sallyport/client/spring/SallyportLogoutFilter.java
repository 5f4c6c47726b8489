package dev.sallyport.client.spring;

import dev.sallyport.client.LogoutTokens;
import dev.sallyport.client.LogoutTokens.Word;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/// Takes Sallyport's word that a session has ended (OpenID Connect Back-Channel Logout 1.0 sections 2.5 to 2.8). It
/// stands before Spring Security: a logout token is its own proof, and there is no browser whose cookie would count.
public final class SallyportLogoutFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(SallyportLogoutFilter.class);

    private final LogoutTokens tokens;
    private final SiteSessions sessions;

    public SallyportLogoutFilter(LogoutTokens tokens, SiteSessions sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (!"POST".equals(request.getMethod())) {
            response.setHeader("Allow", "POST");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        String[] shown = request.getParameterValues("logout_token");
        boolean one = shown != null && shown.length == 1 && request.getQueryString() == null;
        Word word = one ? tokens.read(shown[0]) : new Word.Bad("not one logout_token");
        if (word instanceof Word.Ended ended) {
            end(ended, response);
        } else if (word instanceof Word.Repeated) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else if (word instanceof Word.Bad bad) {
            LOG.warn("A logout token was refused: {}", bad.detail());
            refuse(response);
        } else {
            later(response);
        }
    }

    private void end(Word.Ended ended, HttpServletResponse response) {
        try {
            sessions.end(ended);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } catch (RuntimeException e) {
            LOG.warn("A session could not be ended; Sallyport will say it again", e);
            tokens.forget(ended.id());
            later(response);
        }
    }

    private static void refuse(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType("application/json");
        response.getOutputStream().write("{\"error\":\"invalid_request\"}".getBytes(StandardCharsets.US_ASCII));
    }

    private static void later(HttpServletResponse response) {
        response.setHeader("Retry-After", "1");
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
}
