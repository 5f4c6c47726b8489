package dev.sallyport.exchange;

import dev.sallyport.client.spring.SallyportProperties;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.stereotype.Component;

/// Sallyport as this site knows it: found by discovery at the first sign-in, so that the site starts before it, and
/// asked
/// for again while it does not answer.
@Component
class Provider implements ClientRegistrationRepository {
    static final String ID = "sallyport";
    /// What a sign-in asks for. To trade is asked for when somebody trades.
    static final List<String> READS = List.of("openid", "email", "balances.read", "orders.read");

    private final SiteSettings site;
    private final String issuer;
    private volatile @Nullable ClientRegistration found;

    Provider(SiteSettings site, SallyportProperties sallyport) {
        this.site = site;
        this.issuer = sallyport.issuer().toString();
    }

    String issuer() {
        return issuer;
    }

    URI at(String path) {
        return URI.create(issuer + path);
    }

    /// Sallyport does not answer.
    static final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreachable(Throwable cause) {
            super("Sallyport does not answer", cause);
        }
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        return ID.equals(id) ? registration() : null;
    }

    ClientRegistration registration() {
        ClientRegistration known = found;
        if (known != null) {
            return known;
        }
        try {
            ClientRegistration registration = ClientRegistrations.fromIssuerLocation(issuer)
                    .registrationId(ID)
                    .clientId(site.clientId())
                    .clientSecret(site.clientSecret())
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .redirectUri(site.origin() + "/login/oauth2/code/" + ID)
                    .scope(READS)
                    .userNameAttributeName("sub")
                    .build();
            found = registration;
            return registration;
        } catch (RuntimeException e) {
            throw new Unreachable(e);
        }
    }
}
