package dev.sallyport.exchange;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;

/// Two doors: the interface takes tokens and no cookie, the site takes its own cookie and no token.
@Configuration(proxyBeanMethods = false)
class Security {
    /// `OrdersApi` judges each token, and `ProgramsApi` each signature, once: a DPoP proof and a nonce are used up by
    /// it. What they do not serve is refused here.
    @Bean
    @Order(1)
    SecurityFilterChain api(HttpSecurity http) {
        return http.securityMatcher("/api/**")
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .authorizeHttpRequests(requests -> requests.requestMatchers(OrdersApi.PATHS)
                        .permitAll()
                        .requestMatchers(ProgramsApi.PATHS)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint((request, response, refusal) -> {
                    response.setHeader("WWW-Authenticate", "Bearer");
                    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                }))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain site(
            HttpSecurity http,
            Provider provider,
            Asking asking,
            Arrivals arrivals,
            OAuth2AuthorizedClientRepository tokens,
            SiteSettings settings) {
        String signedOut = settings.origin() + "/signed-out";
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.ignoringRequestMatchers("/sallyport/logout", "/sallyport/events"))
                .requestCache(cache -> cache.disable())
                .addFilterBefore(arrivals, OAuth2AuthorizationRequestRedirectFilter.class)
                .oauth2Login(login -> login.clientRegistrationRepository(provider)
                        .authorizedClientRepository(tokens)
                        .authorizationEndpoint(ask -> ask.authorizationRequestResolver(asking))
                        .loginPage("/")
                        .successHandler(arrivals::arrived)
                        .failureHandler(arrivals::failed))
                .logout(logout -> logout.logoutUrl("/sign-out").logoutSuccessHandler(arrivals.signOut(signedOut)))
                .exceptionHandling(refusals -> refusals.accessDeniedHandler(arrivals::outOfDate))
                .headers(headers -> headers.contentSecurityPolicy(policy ->
                                policy.policyDirectives("default-src 'none'; script-src 'self'; style-src 'self';"
                                        + " img-src 'self'; connect-src 'self'; base-uri 'none';"
                                        + " frame-ancestors 'none'; form-action 'self' " + provider.issuer()))
                        .referrerPolicy(referrer -> referrer.policy(
                                org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter
                                        .ReferrerPolicy.NO_REFERRER)))
                .build();
    }

    /// Sallyport signs by ES256; without this Spring Security expects RS256.
    @Bean
    JwtDecoderFactory<ClientRegistration> idTokens() {
        var decoders = new OidcIdTokenDecoderFactory();
        decoders.setJwsAlgorithmResolver(registration -> SignatureAlgorithm.ES256);
        return decoders;
    }

    /// A holder's tokens belong to the browser that they were given to, not to all of his browsers.
    @Bean
    OAuth2AuthorizedClientRepository tokens() {
        return new HttpSessionOAuth2AuthorizedClientRepository();
    }

    /// It renews what has run out.
    @Bean
    DefaultOAuth2AuthorizedClientManager renewals(Provider provider, OAuth2AuthorizedClientRepository tokens) {
        return new DefaultOAuth2AuthorizedClientManager(provider, tokens);
    }
}
