package dev.sallyport.notices;

import dev.sallyport.base.config.Config;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;

/// SMS by a provider that speaks the shape of Twilio's Messages API (version 2010-04-01), as several do.
///
/// The API has no way to say "this is the one from before": when its answer is lost, a second text with the
/// same words may follow the first.
final class TwilioCarrier implements Carrier {
    private final HttpPost http;
    private final Config.Sms settings;
    private final URI target;
    private final String authorization;

    TwilioCarrier(HttpPost http, Config.Sms settings) {
        this.http = http;
        this.settings = settings;
        String base = Objects.requireNonNull(settings.url()).toString().replaceAll("/+$", "");
        this.target = URI.create(base + "/2010-04-01/Accounts/" + encode(settings.account()) + "/Messages.json");
        String credentials = settings.account() + ":" + settings.token();
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Channel channel() {
        return Channel.SMS;
    }

    @Override
    public Outcome carry(Letter letter, UUID notice, MessageId id) {
        // A sender's pool has an id of its own kind; anything else is a number or a name.
        String sender = settings.from().matches("MG[0-9a-f]{32}") ? "MessagingServiceSid" : "From";
        String form = "To=" + encode(letter.to()) + "&" + sender + "=" + encode(settings.from()) + "&Body="
                + encode(letter.text());
        return http.post(HttpRequest.newBuilder(target)
                .header("Authorization", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
