package dev.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.client.Webhooks.Letter;
import dev.sallyport.testing.Defends;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// Standard Webhooks 1.0, as the server's `Letters` and `Secrets` write it.
@Defends("A69")
class WebhooksTest {
    private static final String SECRET = secret((byte) 1);
    private static final String BODY = """
            {"type":"session.ended","timestamp":"2026-02-03T04:05:06.789Z","data":{"account":"a","session":"s"}}""";

    private final TestTime time = new TestTime();
    private final Webhooks webhooks = Webhooks.of(time, SECRET);

    private static String secret(byte fill) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, fill);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    private static String sign(String secret, String id, String seconds, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
            byte[] content = (id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private String now() {
        return Long.toString(time.instant().getEpochSecond());
    }

    private Map<String, String> headers(String id, String seconds, String body) {
        return new HashMap<>(Map.of(
                "webhook-id", id,
                "webhook-timestamp", seconds,
                "webhook-signature", sign(SECRET, id, seconds, body)));
    }

    private Letter verify(Map<String, String> headers, String body) {
        return webhooks.verify(headers::get, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLetterOfTheServerIsRead() {
        assertThat(verify(headers("id-1", now(), BODY), BODY)).isInstanceOfSatisfying(Letter.Genuine.class, letter -> {
            assertThat(letter.type()).isEqualTo("session.ended");
            assertThat(letter.at()).isEqualTo("2026-02-03T04:05:06.789Z");
            assertThat(letter.data()).containsEntry("session", "s");
        });
    }

    @Test
    void theSignatureOfTheStandardsOwnExampleIsRight() {
        // From the Standard Webhooks specification's reference libraries.
        var example = Webhooks.of(
                java.time.Clock.fixed(java.time.Instant.ofEpochSecond(1614265330), java.time.ZoneOffset.UTC),
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var headers = Map.of(
                "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp", "1614265330",
                "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        // The signature is right; its body is no event of ours.
        assertThat(example.verify(headers::get, "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Letter.Forged("not an event"));
    }

    @Test
    void whateverIsChangedIsForged() {
        var headers = headers("id-1", now(), BODY);
        assertThat(verify(headers, BODY.replace("\"s\"", "\"t\""))).isEqualTo(new Letter.Forged("signature"));
        assertThat(verify(headers, BODY + " ")).isInstanceOf(Letter.Forged.class);
        for (var change : Map.of(
                        "webhook-id", "id-2",
                        "webhook-timestamp", Long.toString(time.instant().getEpochSecond() + 1),
                        "webhook-signature", sign(secret((byte) 2), "id-1", now(), BODY))
                .entrySet()) {
            var changed = new HashMap<>(headers);
            changed.put(change.getKey(), change.getValue());
            assertThat(verify(changed, BODY)).isInstanceOf(Letter.Forged.class);
            changed.remove(change.getKey());
            assertThat(verify(changed, BODY)).isEqualTo(new Letter.Forged("a header is missing"));
        }
        var other = new HashMap<>(headers);
        for (String signature : new String[] {
            "", "v1,", "v1a" + sign(SECRET, "id-1", now(), BODY).substring(2), "v2,x", " ", "v1,é"
        }) {
            other.put("webhook-signature", signature);
            assertThat(verify(other, BODY)).isInstanceOf(Letter.Forged.class);
        }
        assertThat(verify(headers("id-1", now(), BODY), BODY)).isInstanceOf(Letter.Genuine.class);
    }

    @Test
    void aDotOrNonsenseInTheHeadersIsForged() {
        for (String id : new String[] {"id.1", "", "a b", "x".repeat(200), "id-1\n"}) {
            assertThat(verify(headers(id, now(), BODY), BODY)).isInstanceOf(Letter.Forged.class);
        }
        for (String seconds : new String[] {"", "-1", "1e9", now() + ".0", "9".repeat(13), "١٢٣"}) {
            assertThat(verify(headers("id-1", seconds, BODY), BODY)).isInstanceOf(Letter.Forged.class);
        }
    }

    @Test
    void anOldLetterIsForgedHoweverWellItIsSigned() {
        var headers = headers("id-1", now(), BODY);
        time.advance(Webhooks.TOLERANCE.plusSeconds(2));
        assertThat(verify(headers, BODY)).isEqualTo(new Letter.Forged("sent at another time"));
        String ahead = Long.toString(time.instant().plus(Duration.ofMinutes(6)).getEpochSecond());
        assertThat(verify(headers("id-2", ahead, BODY), BODY)).isInstanceOf(Letter.Forged.class);
    }

    @Test
    void aReplayIsRepeatedAndSoIsAnotherTryOfTheServer() {
        var headers = headers("id-1", now(), BODY);
        assertThat(verify(headers, BODY)).isInstanceOf(Letter.Genuine.class);
        assertThat(verify(headers, BODY)).isEqualTo(new Letter.Repeated("id-1"));
        time.advance(Duration.ofHours(1));
        assertThat(verify(headers("id-1", now(), BODY), BODY)).isEqualTo(new Letter.Repeated("id-1"));
    }

    @Test
    void whatCouldNotBeHandledComesAgain() {
        assertThat(verify(headers("id-1", now(), BODY), BODY)).isInstanceOf(Letter.Genuine.class);
        webhooks.forget("id-1");
        assertThat(verify(headers("id-1", now(), BODY), BODY)).isInstanceOf(Letter.Genuine.class);
    }

    @Test
    void duringAChangeOfSecretsEitherCounts() {
        String next = secret((byte) 2);
        var both = Webhooks.of(time, next, SECRET);
        var headers = headers("id-1", now(), BODY);
        assertThat(both.verify(headers::get, BODY.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Letter.Genuine.class);
        // The server signs with both, the newest first.
        headers.put("webhook-signature", sign(next, "id-1", now(), BODY) + " " + sign(SECRET, "id-1", now(), BODY));
        assertThat(verify(headers, BODY)).isInstanceOf(Letter.Genuine.class);
    }

    @Test
    void aLetterThatIsNoEventIsNotBelieved() {
        for (String body : new String[] {"", "[]", "{}", "{\"type\":\"a\",\"timestamp\":\"then\",\"data\":{}}"}) {
            assertThat(verify(headers("id-1", now(), body), body)).isInstanceOf(Letter.Forged.class);
        }
    }

    @Test
    void aSecretThatIsNoneIsRefusedAtOnce() {
        assertThatThrownBy(() -> Webhooks.of()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Webhooks.of("whsec_short")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fiftyAtOnceWithOneLetterAndOneIsNew() throws Exception {
        var headers = headers("id-1", now(), BODY);
        var start = new CountDownLatch(1);
        var tries = new ArrayList<Future<Letter>>();
        try (var threads = Executors.newFixedThreadPool(50)) {
            for (int i = 0; i < 50; i++) {
                tries.add(threads.submit(() -> {
                    start.await();
                    return verify(headers, BODY);
                }));
            }
            start.countDown();
        }
        int genuine = 0;
        for (Future<Letter> one : tries) {
            genuine += one.get() instanceof Letter.Genuine ? 1 : 0;
        }
        assertThat(genuine).isEqualTo(1);
    }
}
