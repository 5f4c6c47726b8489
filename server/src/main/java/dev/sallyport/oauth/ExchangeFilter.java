package dev.sallyport.oauth;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Callers;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.filter.OncePerRequestFilter;

/// Begins each request of a program: counts it before anything is done for it, checks the proof of its key by our own
/// rules (P-1), and hands that on in place of the header. Nothing is written down for whoever is not known: the proof
/// is
/// used up once its client is.
final class ExchangeFilter extends OncePerRequestFilter {
    private static final String HEADER = "DPoP";

    private final Limits limits;
    private final DpopProofs proofs;
    private final OAuthErrors errors;
    private final String issuer;
    private final AuthorizationServerSettings settings;

    ExchangeFilter(Limits limits, DpopProofs proofs, OAuthErrors errors, Config config) {
        this.limits = limits;
        this.proofs = proofs;
        this.errors = errors;
        this.issuer = config.origin().toString();
        this.settings = Endpoints.settings(issuer);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // Given back to those that prove themselves by a secret or a key.
        limits.take(Limit.PROGRAM, Callers.of(request).network());
        DpopProofs.Proof proof;
        try {
            proof = proof(request);
        } catch (DpopProofs.Unproven unproven) {
            // Read to its end: a connection whose request is left lying cannot be kept.
            request.getParameterMap();
            errors.unproven(response, unproven);
            return;
        }
        try {
            AuthorizationServerContextHolder.setContext(
                    new Exchange(issuer, settings, Callers.of(request), proof, new HashMap<>()));
            chain.doFilter(new Checked(request), response);
        } finally {
            AuthorizationServerContextHolder.resetContext();
            SecurityContextHolder.clearContext();
        }
    }

    private DpopProofs.@Nullable Proof proof(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(HEADER));
        return headers.isEmpty() ? null : proofs.read(headers, request.getMethod(), request.getServletPath());
    }

    /// The request without the header that has been checked.
    private static final class Checked extends HttpServletRequestWrapper {
        Checked(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return HEADER.equalsIgnoreCase(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return HEADER.equalsIgnoreCase(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }
    }
}
