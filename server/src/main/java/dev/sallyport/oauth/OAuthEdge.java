package dev.sallyport.oauth;

import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Callers;
import dev.sallyport.base.http.FilterRoute;
import dev.sallyport.base.http.Port;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceCodeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2PushedAuthorizationRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.PublicClientAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2DeviceAuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2PushedAuthorizationRequestEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenIntrospectionEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenRevocationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.JwtClientAssertionAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AccessTokenResponseAuthenticationSuccessHandler;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2DeviceCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2RefreshTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.PublicClientAuthenticationConverter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.stereotype.Component;

/// The endpoints of programs: the filters of Spring's authorization server, put together one by one on our store, with
/// nothing beside them. No implicit grant, no password grant, no exchange of tokens (O-3).
@Configuration(proxyBeanMethods = false)
@FilterRoute(method = "POST", path = Endpoints.TOKEN, port = Port.OUTSIDE, guard = "client", limit = "PROGRAM")
@FilterRoute(method = "POST", path = Endpoints.PAR, port = Port.OUTSIDE, guard = "client", limit = "PROGRAM")
@FilterRoute(
        method = "POST",
        path = Endpoints.INTROSPECT,
        port = Port.OUTSIDE,
        guard = "confidential client",
        limit = "PROGRAM")
@FilterRoute(method = "POST", path = Endpoints.REVOKE, port = Port.OUTSIDE, guard = "client", limit = "PROGRAM")
@FilterRoute(
        method = "POST",
        path = Endpoints.DEVICE_AUTHORIZATION,
        port = Port.OUTSIDE,
        guard = "client",
        limit = "PROGRAM")
class OAuthEdge {
    private static final Set<String> ENDPOINTS = Set.of(
            Endpoints.TOKEN, Endpoints.PAR, Endpoints.INTROSPECT, Endpoints.REVOKE, Endpoints.DEVICE_AUTHORIZATION);

    /// Programs send these without a page of ours: what they bring proves them, and no cookie counts.
    static boolean isEndpoint(HttpServletRequest request) {
        return ENDPOINTS.contains(request.getServletPath());
    }

    private static final Set<String> FORMS = Set.of(Endpoints.AUTHORIZE, Endpoints.USER_INFO, Endpoints.LOGOUT);

    /// Forms that come from programs, which have no token of ours for them: none looks at a cookie, and none changes
    /// anything but that a request waits. Nothing below these addresses is meant.
    @Bean
    @Order(0)
    SecurityFilterChain oauthForms() {
        return new DefaultSecurityFilterChain(
                request -> "POST".equals(request.getMethod()) && FORMS.contains(request.getServletPath()), List.of());
    }

    @Bean
    OAuth2TokenGenerator<OAuth2Token> oauthTokens(TokenEncoder encoder, TokenClaims claims, Clock clock) {
        var signed = new JwtGenerator(encoder);
        signed.setJwtCustomizer(claims);
        signed.setClock(clock);
        return new DelegatingOAuth2TokenGenerator(signed, new RefreshTokens(clock));
    }

    private static AuthenticationManager programs(
            RegisteredClients registered,
            Clients clients,
            AuthorizationBook book,
            ClientAssertions assertions,
            OAuth2TokenGenerator<OAuth2Token> tokens,
            BearerClients bearers) {
        var secrets = new ClientSecretAuthenticationProvider(registered, book);
        secrets.setPasswordEncoder(new SecretHashes());
        var keys = new JwtClientAssertionAuthenticationProvider(registered, book);
        keys.setJwtDecoderFactory(assertions);
        var pushed = new OAuth2PushedAuthorizationRequestAuthenticationProvider(book);
        pushed.setAuthenticationValidator(new PushedRules(clients));
        return new ProviderManager(
                bearers,
                new PublicClients(registered),
                new PublicClientAuthenticationProvider(registered, book),
                secrets,
                keys,
                pushed,
                new OAuth2AuthorizationCodeAuthenticationProvider(book, tokens),
                new Refreshes(book, tokens),
                new OAuth2ClientCredentialsAuthenticationProvider(book, tokens),
                new OAuth2DeviceAuthorizationRequestAuthenticationProvider(book),
                new OAuth2DeviceCodeAuthenticationProvider(book, tokens),
                new OAuth2TokenRevocationAuthenticationProvider(book),
                new Introspection(registered, book, clients));
    }

    /// What answers.
    @Component
    record Seeing(AccessTokens access, SeenAnswers answers, OAuthErrors errors, Limits limits) {}

    @Bean
    @Order(0)
    SecurityFilterChain oauthEndpoints(
            DpopProofs proofs,
            RegisteredClients registered,
            Clients clients,
            AuthorizationBook book,
            ClientAssertions assertions,
            Seeing seeing,
            OAuth2TokenGenerator<OAuth2Token> tokens,
            Config config) {
        OAuthErrors errors = seeing.errors();
        var bearers = new BearerClients(registered, seeing.access(), config);
        AuthenticationManager programs = programs(registered, clients, book, assertions, tokens, bearers);
        return new DefaultSecurityFilterChain(
                OAuthEdge::isEndpoint,
                List.of(
                        new ExchangeFilter(seeing.limits(), proofs, errors, config),
                        clients(programs, registered, bearers, errors),
                        known(seeing.limits(), errors),
                        proven(proofs, errors),
                        pushed(programs, errors),
                        token(programs, errors),
                        introspection(programs, seeing.answers(), errors),
                        revocation(programs, errors),
                        device(programs, errors, config.link(Endpoints.DEVICE))));
    }

    private static Filter clients(
            AuthenticationManager programs, RegisteredClients registered, BearerClients bearers, OAuthErrors errors) {
        var filter = new OAuth2ClientAuthenticationFilter(programs, OAuthEdge::isEndpoint);
        filter.setAuthenticationConverter(new DelegatingAuthenticationConverter(List.of(
                new JwtClientAssertionAuthenticationConverter(),
                new ClientSecretBasicAuthenticationConverter(),
                bearers,
                new PublicClientAuthenticationConverter(),
                new PublicClients(registered))));
        filter.setAuthenticationFailureHandler(errors);
        return filter;
    }

    /// The proof of the client's key is used up: for one that is known, and before anything is given.
    private static Filter proven(DpopProofs proofs, OAuthErrors errors) {
        return (request, response, chain) -> {
            DpopProofs.Proof proof = Exchange.current().proof();
            try {
                if (proof != null) {
                    proofs.use(proof);
                }
            } catch (DpopProofs.Unproven unproven) {
                errors.unproven((jakarta.servlet.http.HttpServletResponse) response, unproven);
                return;
            }
            chain.doFilter(request, response);
        };
    }

    /// Nobody goes on unknown. Of those that are known only public clients stay counted: anybody can say that he is
    /// one.
    private static Filter known(Limits limits, OAuthErrors errors) {
        return (request, response, chain) -> {
            var who = SecurityContextHolder.getContext().getAuthentication();
            var http = (HttpServletRequest) request;
            var answer = (jakarta.servlet.http.HttpServletResponse) response;
            if (!"POST".equals(http.getMethod())) {
                answer.setHeader("Allow", "POST");
                errors.write(answer, 405, new OAuth2Error("invalid_request", "only POST", null));
            } else if (who instanceof OAuth2ClientAuthenticationToken client && who.isAuthenticated()) {
                if (!ClientAuthenticationMethod.NONE.equals(client.getClientAuthenticationMethod())) {
                    limits.giveBack(Limit.PROGRAM, Callers.of(http).network());
                }
                chain.doFilter(request, response);
            } else {
                errors.stranger(http, answer);
            }
        };
    }

    private static Filter pushed(AuthenticationManager programs, OAuthErrors errors) {
        var filter = new OAuth2PushedAuthorizationRequestEndpointFilter(programs, Endpoints.PAR);
        filter.setAuthenticationFailureHandler(errors);
        return filter;
    }

    private static Filter token(AuthenticationManager programs, OAuthErrors errors) {
        var filter = new OAuth2TokenEndpointFilter(programs, Endpoints.TOKEN);
        filter.setAuthenticationConverter(new DelegatingAuthenticationConverter(List.of(
                new OAuth2AuthorizationCodeAuthenticationConverter(),
                new OAuth2RefreshTokenAuthenticationConverter(),
                new OAuth2ClientCredentialsAuthenticationConverter(),
                new OAuth2DeviceCodeAuthenticationConverter())));
        var success = new OAuth2AccessTokenResponseAuthenticationSuccessHandler();
        success.setAccessTokenResponseCustomizer(context -> {
            OAuth2AccessTokenAuthenticationToken given = context.getAuthentication();
            details(given.getAccessToken().getTokenValue()).ifPresent(details -> {
                var more = new java.util.HashMap<String, Object>(given.getAdditionalParameters());
                more.put(Details.CLAIM, details);
                context.getAccessTokenResponse().additionalParameters(more);
            });
        });
        filter.setAuthenticationSuccessHandler(success);
        filter.setAuthenticationFailureHandler(errors);
        return filter;
    }

    /// What was agreed to comes back beside the token, as it stands in it (RFC 9396 section 7).
    private static java.util.Optional<java.util.List<?>> details(String token) {
        try {
            return Details.in(SignedJWT.parse(token));
        } catch (ParseException e) {
            throw new OAuth2AuthenticationException(new OAuth2Error("server_error"), e);
        }
    }

    private static Filter introspection(AuthenticationManager programs, SeenAnswers answers, OAuthErrors errors) {
        var filter = new OAuth2TokenIntrospectionEndpointFilter(programs, Endpoints.INTROSPECT);
        filter.setAuthenticationSuccessHandler(answers);
        filter.setAuthenticationFailureHandler(errors);
        return filter;
    }

    private static Filter revocation(AuthenticationManager programs, OAuthErrors errors) {
        var filter = new OAuth2TokenRevocationEndpointFilter(programs, Endpoints.REVOKE);
        filter.setAuthenticationFailureHandler(errors);
        return filter;
    }

    private static Filter device(AuthenticationManager programs, OAuthErrors errors, String page) {
        var filter = new OAuth2DeviceAuthorizationEndpointFilter(programs, Endpoints.DEVICE_AUTHORIZATION);
        filter.setVerificationUri(page);
        filter.setAuthenticationFailureHandler(errors);
        return filter;
    }
}
