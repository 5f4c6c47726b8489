package dev.sallyport.exchange;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Component;

/// What is asked of Sallyport: always with PKCE, and with whatever the interface's challenge asked for.
@Component
class Asking implements OAuth2AuthorizationRequestResolver {
    private final DefaultOAuth2AuthorizationRequestResolver usual;

    Asking(Provider provider) {
        usual = new DefaultOAuth2AuthorizationRequestResolver(provider, "/oauth2/authorization");
        usual.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        return more(usual.resolve(request), request);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
        return more(usual.resolve(request, registration), request);
    }

    private static @Nullable OAuth2AuthorizationRequest more(
            @Nullable OAuth2AuthorizationRequest asked, HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (asked == null
                || session == null
                || !(session.getAttribute(Challenge.NAME) instanceof Challenge challenge)) {
            return asked;
        }
        session.removeAttribute(Challenge.NAME);
        Set<String> scopes = new LinkedHashSet<>(asked.getScopes());
        scopes.addAll(challenge.scopes());
        return OAuth2AuthorizationRequest.from(asked)
                .scopes(scopes)
                .additionalParameters(parameters -> {
                    if (challenge.acrValues() != null) {
                        parameters.put("acr_values", challenge.acrValues());
                    }
                    if (challenge.maxAge() != null) {
                        parameters.put("max_age", challenge.maxAge());
                    }
                })
                .build();
    }
}
