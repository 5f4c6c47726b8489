package dev.sallyport.exchange;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// The way to Sallyport and back, and what is said when it does not lead anywhere.
@Component
class Arrivals extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    /// Of a token endpoint that is not there, or has troubles of its own.
    private static final Set<String> ITS_TROUBLES =
            Set.of("invalid_token_response", "server_error", "temporarily_unavailable");

    private final Provider provider;
    private final Visits visits;
    private final Away away;

    Arrivals(Provider provider, Visits visits, Away away) {
        this.provider = provider;
        this.visits = visits;
        this.away = away;
    }

    static boolean isItsTrouble(String error) {
        return ITS_TROUBLES.contains(error);
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
            provider.look();
        } catch (Provider.Unreachable e) {
            away.show(request, response, e, "You are not signed in yet. Nothing has happened.");
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
        if (isItsTrouble(error)) {
            away.show(
                    response,
                    new Provider.Unreachable(String.valueOf(why.getMessage())),
                    "You are not signed in. Nothing has happened.",
                    "/oauth2/authorization/" + Provider.ID);
            return;
        }
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

    /// Signed out here; now at Sallyport too, if it is there.
    LogoutSuccessHandler signOut(String back) {
        var there = new OidcClientInitiatedLogoutSuccessHandler(provider);
        there.setPostLogoutRedirectUri(back);
        return (request, response, who) -> {
            try {
                provider.look();
            } catch (Provider.Unreachable e) {
                away.show(
                        response,
                        e,
                        "You are signed out here. You may still be signed in at Sallyport: sign out there as soon as it"
                                + " answers.",
                        provider.at("/account").toString());
                return;
            }
            there.onLogoutSuccess(request, response, who);
        };
    }

    static void home(HttpServletRequest request, HttpServletResponse response, String said) throws IOException {
        if (!said.isEmpty()) {
            request.getSession().setAttribute(SitePages.SAID, said);
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", "/");
    }
}
