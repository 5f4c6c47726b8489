package dev.sallyport.notices;

import dev.sallyport.base.config.Config;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/// SMS by anything that takes a signed JSON post, signed as Standard Webhooks (version 1) says. The id is the
/// same for every try: a receiver that keeps ids never sends a text twice.
final class WebhookCarrier implements Carrier {
    private static final String PREFIX = "whsec_";

    private final HttpPost http;
    private final Config.Sms settings;
    private final URI target;
    private final SecretKeySpec key;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder().build();

    WebhookCarrier(HttpPost http, Config.Sms settings, Clock clock) {
        this.http = http;
        this.settings = settings;
        this.target = Objects.requireNonNull(settings.url());
        this.key = new SecretKeySpec(secret(Objects.requireNonNull(settings.token())), "HmacSHA256");
        this.clock = clock;
    }

    private static byte[] secret(String token) {
        return token.startsWith(PREFIX)
                ? Base64.getDecoder().decode(token.substring(PREFIX.length()))
                : token.getBytes(StandardCharsets.UTF_8);
    }

    /// What is posted.
    ///
    /// @param id the short code of the message
    /// @param to E.164
    record Sms(String id, String to, String from, String text) {}

    @Override
    public Channel channel() {
        return Channel.SMS;
    }

    @Override
    public Outcome carry(Letter letter, UUID notice, MessageId id) {
        String body = json.writeValueAsString(new Sms(id.text(), letter.to(), settings.from(), letter.text()));
        String time = Long.toString(clock.instant().getEpochSecond());
        return http.post(HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .header("webhook-id", notice.toString())
                .header("webhook-timestamp", time)
                .header("webhook-signature", "v1," + sign(notice + "." + time + "." + body))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
