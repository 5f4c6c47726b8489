package dev.sallyport.acceptance;

import dev.sallyport.client.spring.SallyportSiteAutoConfiguration;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/// A site as a Java team would make it: Spring Security's OAuth client as its guide has it, told no more than our
/// address, its id and its secret; what it lacks for us our starter adds.
final class SpringSite implements AutoCloseable {
    private static final String NAME = "sallyport";

    private final AnnotationConfigServletWebServerApplicationContext context =
            new AnnotationConfigServletWebServerApplicationContext();

    SpringSite(Node node, Registered program, int port) {
        ClientRegistration registration = ClientRegistrations.fromIssuerLocation(
                        node.origin().toString())
                .registrationId(NAME)
                .clientId(program.id())
                .clientSecret(program.secret())
                .scope("openid", "email", "balances.read")
                .build();
        context.registerBean(
                ClientRegistrationRepository.class, () -> new InMemoryClientRegistrationRepository(registration));
        context.registerBean(JettyServletWebServerFactory.class, () -> new JettyServletWebServerFactory(port));
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("site", Map.of("sallyport.site.registration", NAME)));
        // Boot does this for whoever has the starter on his path.
        context.register(Parts.class, Pages.class, SallyportSiteAutoConfiguration.class);
        context.refresh();
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    @EnableWebSecurity
    static class Parts {
        @Bean
        DispatcherServlet dispatcherServlet() {
            return new DispatcherServlet();
        }

        @Bean
        SecurityFilterChain security(HttpSecurity http, ClientRegistrationRepository clients) throws Exception {
            var after = new OidcClientInitiatedLogoutSuccessHandler(clients);
            after.setPostLogoutRedirectUri("{baseUrl}/");
            return http.authorizeHttpRequests(all ->
                            all.requestMatchers("/").permitAll().anyRequest().authenticated())
                    .oauth2Login(Customizer.withDefaults())
                    .logout(out -> out.logoutSuccessHandler(after))
                    .build();
        }

        @Bean
        OAuth2AuthorizedClientService tokens(ClientRegistrationRepository clients) {
            return new InMemoryOAuth2AuthorizedClientService(clients);
        }

        /// It takes tokens for old ten minutes before they are, which ours always are.
        @Bean
        OAuth2AuthorizedClientManager refreshing(
                ClientRegistrationRepository clients, OAuth2AuthorizedClientService tokens) {
            var manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(clients, tokens);
            manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                    .refreshToken(refresh -> refresh.clockSkew(Duration.ofMinutes(10)))
                    .build());
            return manager;
        }
    }

    @RestController
    static class Pages {
        private final OAuth2AuthorizedClientService tokens;
        private final OAuth2AuthorizedClientManager refreshing;

        Pages(OAuth2AuthorizedClientService tokens, OAuth2AuthorizedClientManager refreshing) {
            this.tokens = tokens;
            this.refreshing = refreshing;
        }

        @GetMapping("/")
        String home() {
            return "Nobody need sign in here";
        }

        @GetMapping("/me")
        String me(@AuthenticationPrincipal OidcUser user) {
            return user.getEmail() + " " + user.getIdToken().getClaimAsString("acr");
        }

        @GetMapping("/refreshed")
        String refreshed(OAuth2AuthenticationToken who) {
            String before = token(who);
            try {
                refreshing.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(NAME)
                        .principal(who)
                        .build());
            } catch (OAuth2AuthorizationException refused) {
                return refused.getError().getErrorCode();
            }
            return before.equals(token(who)) ? "the same" : "another";
        }

        private String token(OAuth2AuthenticationToken who) {
            OAuth2AuthorizedClient client = tokens.loadAuthorizedClient(NAME, who.getName());
            return Objects.requireNonNull(client).getAccessToken().getTokenValue();
        }
    }

    static URI at(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
