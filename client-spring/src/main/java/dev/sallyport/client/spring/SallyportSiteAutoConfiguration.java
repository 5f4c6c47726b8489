package dev.sallyport.client.spring;

import dev.sallyport.client.LogoutTokens;
import java.net.URI;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;

/// What Spring Security's OAuth client lacks for a site at which holders sign in: ID tokens and logout tokens in ES256.
/// `sallyport.site.registration` is the name of its registration.
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(ClientRegistrationRepository.class)
@ConditionalOnProperty(SallyportSiteAutoConfiguration.REGISTRATION)
public class SallyportSiteAutoConfiguration {
    /// Asked of the environment: filters are made before placeholders are filled in.
    static final String REGISTRATION = "sallyport.site.registration";

    /// Where Spring Security's own would be.
    static final String PATH = "/logout/connect/back-channel/";
    /// Spring Security's chain has -100.
    private static final int BEFORE_SECURITY = -200;

    @Bean
    @ConditionalOnMissingBean
    JwtDecoderFactory<ClientRegistration> sallyportIdTokens(Environment environment) {
        String registration = environment.getRequiredProperty(REGISTRATION);
        var factory = new OidcIdTokenDecoderFactory();
        factory.setJwsAlgorithmResolver(client ->
                client.getRegistrationId().equals(registration) ? SignatureAlgorithm.ES256 : SignatureAlgorithm.RS256);
        return factory;
    }

    @Bean
    @ConditionalOnMissingBean
    LogoutTokens sallyportLogoutTokens(ClientRegistrationRepository clients, Environment environment) {
        ClientRegistration client = client(clients, environment);
        return LogoutTokens.of(URI.create(issuer(client)), client.getClientId());
    }

    @Bean
    @ConditionalOnMissingBean(SiteSessions.class)
    HttpSiteSessions sallyportSiteSessions(ClientRegistrationRepository clients, Environment environment) {
        return new HttpSiteSessions(issuer(client(clients, environment)), Clock.systemUTC());
    }

    @Bean
    FilterRegistrationBean<SallyportLogoutFilter> sallyportLogout(
            LogoutTokens tokens, SiteSessions sessions, Environment environment) {
        var filter = new FilterRegistrationBean<>(new SallyportLogoutFilter(tokens, sessions));
        filter.addUrlPatterns(PATH + environment.getRequiredProperty(REGISTRATION));
        filter.setOrder(BEFORE_SECURITY);
        return filter;
    }

    private static ClientRegistration client(ClientRegistrationRepository clients, Environment environment) {
        String registration = environment.getRequiredProperty(REGISTRATION);
        ClientRegistration client = clients.findByRegistrationId(registration);
        if (client == null) {
            throw new IllegalStateException(
                    "`sallyport.site.registration` is " + registration + ", and there is no such registration.");
        }
        return client;
    }

    private static String issuer(ClientRegistration client) {
        String issuer = client.getProviderDetails().getIssuerUri();
        if (issuer == null) {
            throw new IllegalStateException("The registration " + client.getRegistrationId()
                    + " has no issuer: give its provider an `issuer-uri`.");
        }
        return issuer;
    }
}
