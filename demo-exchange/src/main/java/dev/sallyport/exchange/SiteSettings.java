package dev.sallyport.exchange;

import org.springframework.boot.context.properties.ConfigurationProperties;

/// The settings `exchange.…`.
///
/// @param origin where browsers find the site
/// @param clientId the site's client at Sallyport, by which holders sign in
/// @param webhookSecret what `sallyport signals add` showed, `whsec_…`; empty where no events are sent to the site
/// @param endsWithInput whether the end of the standard input is the end of the site
@ConfigurationProperties("exchange")
record SiteSettings(String origin, String clientId, String clientSecret, String webhookSecret, boolean endsWithInput) {
    @Override
    public String toString() {
        return "SiteSettings[" + origin + ", " + clientId + "]";
    }
}
