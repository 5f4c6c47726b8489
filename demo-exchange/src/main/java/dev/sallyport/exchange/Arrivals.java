package dev.sallyport.exchange;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// The way to Sallyport and back, and what is said when it does not lead anywhere.
@Component
class Arrivals extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    private static final String UNREACHABLE =
            "Sallyport does not answer at the moment. Nothing has happened; please try again in a minute.";

    private final Provider provider;
    private final Visits visits;

    Arrivals(Provider provider, Visits visits) {
        this.provider = provider;
        this.visits = visits;
    }

    /// It stands in the security chain only.
    @Configuration(proxyBeanMethods = false)
    static class OnlyThere {
        @Bean
        FilterRegistrationBean<Arrivals> arrivalsOnlyInTheChain(Arrivals arrivals) {
            var registration = new FilterRegistrationBean<>(arrivals);
            registration.setEnabled(false);
            return registration;
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !leaves(request) && !comesBack(request);
    }

    private static boolean leaves(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/oauth2/authorization/");
    }

    private static boolean comesBack(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/login/oauth2/code/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            provider.registration();
        } catch (Provider.Unreachable e) {
            LOG.warn("{}: {}", e.getMessage(), String.valueOf(e.getCause()));
            home(request, response, UNREACHABLE);
            return;
        }
        // RFC 9207: an answer of somebody else is none (A43). Spring Security does not look at it.
        if (comesBack(request) && !provider.issuer().equals(request.getParameter("iss"))) {
            home(request, response, "That answer did not come from Sallyport; it was not used.");
            return;
        }
        chain.doFilter(request, response);
    }

    void arrived(HttpServletRequest request, HttpServletResponse response, Authentication who) throws IOException {
        var user = (OidcUser) java.util.Objects.requireNonNull(who.getPrincipal());
        var session = request.getSession();
        String account = String.valueOf(user.getSubject());
        if (Visits.of(session).filter(v -> v.account().equals(account)).isEmpty()) {
            session.removeAttribute(Draft.NAME);
        }
        Visit visit = visits.open(session, account, String.valueOf(user.getClaimAsString("sid")));
        visit.tell("OpenID Connect", "Signed in: code with PKCE, answer from " + provider.issuer());
        home(
                request,
                response,
                session.getAttribute(Draft.NAME) == null
                        ? ""
                        : "Thank you. Your order waits: look at it, and place it.");
    }

    void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        String error = why instanceof OAuth2AuthenticationException oauth
                ? oauth.getError().getErrorCode()
                : why.getClass().getSimpleName();
        LOG.info("A sign-in came to nothing: {} {}", error, why.getMessage());
        home(
                request,
                response,
                switch (error) {
                    case "access_denied" -> "You did not allow it, so nothing has changed.";
                    case "unmet_authentication_requirements" ->
                        "This needs two steps, and your account has only one. Set up an app or a passkey in your"
                                + " security centre, and try again. Nothing was placed.";
                    case "authorization_request_not_found" ->
                        "That sign-in took too long or was begun in another window." + " Please begin again.";
                    default -> "The sign-in came to nothing (" + error + "). Please try again.";
                });
    }

    /// A form of a visit that is over, or of another one.
    void outOfDate(HttpServletRequest request, HttpServletResponse response, Exception why) throws IOException {
        home(request, response, "That page was out of date, since your visit has ended. Nothing was placed.");
    }

    static void home(HttpServletRequest request, HttpServletResponse response, String said) throws IOException {
        if (!said.isEmpty()) {
            request.getSession().setAttribute(SitePages.SAID, said);
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", "/");
    }
}
