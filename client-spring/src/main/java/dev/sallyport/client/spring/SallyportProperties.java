package dev.sallyport.client.spring;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings `sallyport.…`; see [dev.sallyport.client.Settings].
///
/// @param issuer Sallyport's public origin, such as `https://id.examplex.com`
/// @param inside the base of its inside port
/// @param audience who this service is, as `aud` of tokens says it
/// @param clientId this service's client
/// @param clientSecret its secret; for a key declare a bean of [dev.sallyport.client.Credentials]
/// @param publicAddress the origin under which callers reach this service; the audience if it is not given
/// @param silence for how long to trust what is remembered when nothing is heard, such as `10s`
@ConfigurationProperties("sallyport")
public record SallyportProperties(
        URI issuer,
        URI inside,
        String audience,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @Nullable String publicAddress,
        @DefaultValue("10s") Duration silence) {

    String origin() {
        return publicAddress == null ? audience : publicAddress;
    }

    @Override
    public String toString() {
        return "SallyportProperties[" + issuer + ", " + inside + ", " + audience + ", " + clientId + "]";
    }
}
