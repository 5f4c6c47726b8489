package dev.sallyport.client.spring;

import dev.sallyport.client.Claims;
import dev.sallyport.client.Need;
import dev.sallyport.client.Presented;
import dev.sallyport.client.Verdict;
import dev.sallyport.client.Verifier;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Judges the token of a request. One without a token goes on as nobody's; one with a bad token ends here, also where
/// nobody would need one; one that cannot be judged gets 503.
public final class SallyportFilter extends OncePerRequestFilter {
    private final Verifier verifier;
    private final String origin;

    /// @param origin under which callers reach this service, without a slash at the end
    public SallyportFilter(Verifier verifier, String origin) {
        this.verifier = verifier;
        this.origin = origin;
    }

    /// Who was let in.
    private static final class Holder extends AbstractAuthenticationToken {
        private static final long serialVersionUID = 1L;

        private final transient Claims claims;

        Holder(Claims claims) {
            super(claims.scopes().stream()
                    .map(scope -> new SimpleGrantedAuthority("SCOPE_" + scope))
                    .toList());
            this.claims = claims;
            setAuthenticated(true);
        }

        @Override
        public Object getPrincipal() {
            return claims;
        }

        @Override
        public Object getCredentials() {
            return "";
        }

        @Override
        public String getName() {
            return claims.account();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Holder holder && holder.claims.equals(claims);
        }

        @Override
        public int hashCode() {
            return claims.hashCode();
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        List<String> authorization = Collections.list(request.getHeaders("Authorization"));
        if (authorization.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        var presented = new Presented(
                request.getMethod(),
                URI.create(origin + request.getRequestURI()),
                authorization,
                Collections.list(request.getHeaders("DPoP")));
        Verdict verdict = verifier.check(presented, Need.NOTHING);
        if (verdict instanceof Verdict.Good good) {
            var context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new Holder(good.claims()));
            SecurityContextHolder.setContext(context);
            chain.doFilter(request, response);
        } else if (verdict instanceof Verdict.Bad bad) {
            response.setHeader("WWW-Authenticate", bad.challenge());
            response.setStatus(bad.status());
        } else {
            response.setHeader("Retry-After", "1");
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }
}
