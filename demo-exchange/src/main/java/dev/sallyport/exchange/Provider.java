package dev.sallyport.exchange;

import dev.sallyport.client.spring.SallyportProperties;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Sallyport as this site knows it: found by discovery at the first sign-in, so that the site starts before it, and
/// looked at again before each way there.
@Component
class Provider implements ClientRegistrationRepository {
    static final String ID = "sallyport";
    /// What a sign-in asks for. To trade is asked for when somebody trades.
    static final List<String> READS = List.of("openid", "email", "balances.read", "orders.read");

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration GOOD_FOR = Duration.ofMinutes(5);

    private final SiteSettings site;
    private final String issuer;
    private final JsonMapper json;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private volatile @Nullable Found found;

    private record Found(ClientRegistration registration, long at) {}

    Provider(SiteSettings site, SallyportProperties sallyport, JsonMapper json) {
        this.site = site;
        this.json = json;
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

        Unreachable(String detail) {
            super("Sallyport does not answer: " + detail);
        }
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        return ID.equals(id) ? registration() : null;
    }

    /// As it was found last; asked for when that is long ago. While Sallyport is away what is known stays good.
    ClientRegistration registration() {
        Found known = found;
        if (known == null) {
            return look();
        }
        if (System.nanoTime() - known.at() > GOOD_FOR.toNanos()) {
            try {
                return look();
            } catch (Unreachable e) {
                return known.registration();
            }
        }
        return known.registration();
    }

    /// Asks now. Whoever sends a browser there asks first, so that nobody ends at a page of his browser that says
    /// "cannot connect".
    ClientRegistration look() {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(at("/.well-known/openid-configuration"))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new Unreachable("it answers " + answer.statusCode());
            }
            ClientRegistration registration = registration(answer.body());
            found = new Found(registration, System.nanoTime());
            return registration;
        } catch (IOException | RuntimeException e) {
            throw e instanceof Unreachable away ? away : new Unreachable(String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted");
        }
    }

    private ClientRegistration registration(String discovery) {
        Map<String, Object> told = json.readValue(discovery, new TypeReference<>() {});
        if (!issuer.equals(told.get("issuer"))) {
            throw new Unreachable("it calls itself " + told.get("issuer"));
        }
        return ClientRegistrations.fromOidcConfiguration(told)
                .registrationId(ID)
                .clientId(site.clientId())
                .clientSecret(site.clientSecret())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .redirectUri(site.origin() + "/login/oauth2/code/" + ID)
                .scope(READS)
                .userNameAttributeName("sub")
                .build();
    }
}
