package dev.sallyport.bench;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.client.ApiRequest;
import dev.sallyport.client.ApiRequestVerifier;
import dev.sallyport.client.ApiRequestVerifier.Option;
import dev.sallyport.client.ApiVerdict;
import dev.sallyport.client.Credentials;
import dev.sallyport.client.Settings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What a signed request of a holder's program costs a gateway that checks it with our client, all of it: the body's
/// hash, what is ambiguous, the signature, addresses and scopes, the budget and the replay window of
/// the process. Against the signature alone, as Java has it.
final class ApiRequestsScenario implements Scenario {
    private static final double MOST = 1 / 0.8;
    private static final int KEYS = 64;
    private static final int WARM = 12;
    private static final Set<String> NEEDED = Set.of("orders.write");
    private static final byte[] BODY = SigningKey.BODY.getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "apirequests";
    }

    @Override
    public String summary() {
        return "a signed API request's check in the client against its signature alone";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        try (var issuer = Issuer.start()) {
            var settings =
                    Settings.of(issuer.origin(), issuer.origin(), Issuer.AUDIENCE, Credentials.serviceToken("bench"));
            try (var verifier = ApiRequestVerifier.open(settings, Option.SECRETS, Option.ALONE)) {
                if (!verifier.awaitReady(Duration.ofSeconds(20))) {
                    throw new Unmeasurable("A verifier heard nothing.");
                }
                // What was signed before it began is not decided.
                Thread.sleep(1_500);
                Pair shared = measure(setting, issuer, verifier, SigningKey::shared, setting.smoke() ? 200 : 10_000);
                Pair pairs = measure(setting, issuer, verifier, SigningKey::ed25519, setting.smoke() ? 20 : 200);
                return List.of(
                        shared.atMost("a request with HMAC-SHA256", "HmacSHA256 alone", MOST),
                        pairs.atMost("a request with Ed25519", "Ed25519 alone", MOST));
            }
        }
    }

    /// Signed beforehand, and each good once.
    private record Sent(SigningKey key, Map<String, List<String>> headers, byte[] message, byte[] signature) {}

    private static Pair measure(
            Setting setting, Issuer issuer, ApiRequestVerifier verifier, Supplier<SigningKey> maker, int count) {
        List<SigningKey> keys = Stream.generate(maker).limit(KEYS).toList();
        keys.forEach(issuer::add);
        int rounds = setting.rounds();
        var pair = new Pair(new double[rounds], new double[rounds]);
        for (int round = setting.smoke() ? 0 : -WARM; round < rounds; round++) {
            List<Sent> sent = sent(keys, count);
            // Ours first: what is signed is good for five seconds, however busy the machine is.
            double ours = micros(sent, one -> check(verifier, one));
            double floor = micros(sent, one -> must(one.key.isSigned(one.message, one.signature)));
            // The turns before the first are for warming up.
            if (round >= 0) {
                pair.microsOfOurs()[round] = ours;
                pair.microsOfFloor()[round] = floor;
            }
        }
        return pair;
    }

    private static List<Sent> sent(List<SigningKey> keys, int count) {
        String hash = HexFormat.of().formatHex(Tokens.sha256(BODY));
        var sent = new ArrayList<Sent>();
        for (int i = 0; i < count; i++) {
            SigningKey key = keys.get(i % keys.size());
            String time = String.valueOf(System.currentTimeMillis());
            String nonce = Tokens.encode(Tokens.random(12));
            byte[] message = key.message(hash, time, nonce);
            byte[] signature = key.sign(message);
            sent.add(new Sent(
                    key,
                    Map.of(
                            "X-Sallyport-Key", List.of(key.id()),
                            "X-Sallyport-Timestamp", List.of(time),
                            "X-Sallyport-Nonce", List.of(nonce),
                            "X-Sallyport-Signature", List.of(Base64.getEncoder().encodeToString(signature)),
                            "Content-Type", List.of("application/json")),
                    message,
                    signature));
        }
        return sent;
    }

    private static void check(ApiRequestVerifier verifier, Sent sent) {
        var request = ApiRequest.of("POST", SigningKey.HOST, SigningKey.PATH, sent.headers, BODY, "203.0.113.7");
        ApiVerdict verdict = verifier.check(request, NEEDED);
        if (!(verdict instanceof ApiVerdict.Good)) {
            throw new Unmeasurable("A right request was refused: " + verdict);
        }
    }

    private static void must(boolean right) {
        if (!right) {
            throw new Unmeasurable("A right signature was refused.");
        }
    }

    /// Processor time of each, on this thread.
    private static double micros(List<Sent> sent, Consumer<Sent> work) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        sent.forEach(work);
        return (threads.getCurrentThreadCpuTime() - before) / 1e3 / sent.size();
    }
}
