package dev.sallyport.client.spring;

import dev.sallyport.client.Credentials;
import dev.sallyport.client.Settings;
import dev.sallyport.client.Verifier;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/// Everything that a service needs; each part makes room for a bean of yours.
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty("sallyport.issuer")
@EnableConfigurationProperties(SallyportProperties.class)
public class SallyportAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Credentials sallyportCredentials(SallyportProperties properties) {
        return Credentials.secret(properties.clientId(), properties.clientSecret());
    }

    @Bean
    @ConditionalOnMissingBean
    Settings sallyportSettings(SallyportProperties properties, Credentials credentials) {
        return Settings.of(properties.issuer(), properties.inside(), properties.audience(), credentials)
                .silence(properties.silence());
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Verifier sallyportVerifier(Settings settings) {
        return Verifier.open(settings);
    }

    @Bean
    @ConditionalOnMissingBean
    SallyportFilter sallyportFilter(Verifier verifier, SallyportProperties properties) {
        return new SallyportFilter(verifier, properties.origin());
    }

    /// It stands in the security chain, and not a second time among the servlet's filters.
    @Bean
    FilterRegistrationBean<SallyportFilter> sallyportFilterOnlyInTheChain(SallyportFilter filter) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setEnabled(false);
        return registration;
    }

    /// Tokens only: no cookie, and so nothing that another site could make a browser send along.
    @Bean
    @ConditionalOnMissingBean
    SecurityFilterChain sallyportSecurity(HttpSecurity http, SallyportFilter filter) {
        return http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .addFilterBefore(filter, AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint((request, response, refusal) -> {
                            response.setHeader("WWW-Authenticate", "Bearer");
                            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                        })
                        .accessDeniedHandler((request, response, refusal) -> {
                            response.setHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
                            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
                        }))
                .build();
    }
}
