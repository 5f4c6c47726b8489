package dev.sallyport.oauth;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Services;
import dev.sallyport.base.http.Services.Service;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Opens the inside port to clients by the access token of a client credentials grant that is meant for us: its
/// scopes say what it may do there. A token that is bound to a key is not taken: the inside port asks for no proof of
/// it.
@Component
class ServiceTokens {
    private final AccessTokens tokens;
    private final String issuer;

    ServiceTokens(Services services, AccessTokens tokens, Config config) {
        this.tokens = tokens;
        this.issuer = config.origin().toString();
        services.alsoBy(this::read);
    }

    private Optional<Service> read(String token) {
        return tokens.find(token)
                .filter(access -> access.account() == null && access.jkt() == null)
                .filter(access -> access.claims().getAudience().contains(issuer))
                .map(access -> new Service(access.client(), scopes(access)));
    }

    private static Set<String> scopes(AccessTokens.Access access) {
        try {
            String scope = access.claims().getStringClaim("scope");
            // "*" is for the operator's own tokens, and can be given to no client.
            return scope == null
                    ? Set.of()
                    : Arrays.stream(scope.split(" "))
                            .filter(one -> !one.equals("*"))
                            .collect(Collectors.toSet());
        } catch (ParseException e) {
            return Set.of();
        }
    }
}
