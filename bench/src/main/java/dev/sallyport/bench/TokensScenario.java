package dev.sallyport.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.client.Credentials;
import dev.sallyport.client.Need;
import dev.sallyport.client.Settings;
import dev.sallyport.client.Verdict;
import dev.sallyport.client.Verifier;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// What a request's token costs a service that checks it with our client: one that it has seen before, against the
/// hash by which it knows it again; and a new one, against its signature alone. Both as Java has them, because the
/// client brings no library along.
final class TokensScenario implements Scenario {
    private static final double PER_SECOND = 1_000_000;
    private static final double NEW = 1.2;
    private static final int TOKENS = 512;
    private static final Need NEED = Need.scope("balances.read");

    @Override
    public String name() {
        return "tokens";
    }

    @Override
    public String summary() {
        return "a token's check in the client: seen before, and new against its signature alone";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        try (var issuer = Issuer.start()) {
            var settings =
                    Settings.of(issuer.origin(), issuer.origin(), Issuer.AUDIENCE, Credentials.serviceToken("bench"));
            try (var remembering = ready(settings);
                    var forgetful = ready(settings.tokens(0))) {
                return measure(setting, issuer, remembering, forgetful);
            }
        }
    }

    private static Verifier ready(Settings settings) throws InterruptedException {
        Verifier verifier = Verifier.open(settings);
        if (!verifier.awaitReady(Duration.ofSeconds(20))) {
            verifier.close();
            throw new Unmeasurable("A verifier heard nothing.");
        }
        return verifier;
    }

    private static List<Figure> measure(Setting setting, Issuer issuer, Verifier remembering, Verifier forgetful) {
        // Four contenders share the scenario's time.
        Duration time = setting.smoke() ? Duration.ofMillis(50) : setting.turn().dividedBy(4);
        List<Bare> tokens = IntStream.range(0, TOKENS)
                .mapToObj(i -> Bare.of(issuer, issuer.token()))
                .toList();
        var turn = new Turn(tokens);
        Pair seen = Pair.measure(
                setting.rounds(),
                time,
                () -> check(remembering, turn.next()),
                () -> turn.next().hash());
        Pair fresh = Pair.measure(
                setting.rounds(),
                time,
                () -> check(forgetful, turn.next()),
                () -> turn.next().check());
        return List.of(
                Figure.atLeast("seen tokens, a second and core", 1e6 / seen.ours(), "/s", PER_SECOND),
                seen.told("a seen token", "SHA-256 of its text"),
                fresh.atMost("a new token", "SHA256withECDSA", NEW));
    }

    private static void check(Verifier verifier, Bare token) {
        if (!(verifier.check(token.text(), NEED) instanceof Verdict.Good)) {
            throw new Unmeasurable("A right token was refused.");
        }
    }

    /// One after the other, so that none is fresh in a processor's memory alone.
    private static final class Turn {
        private final List<Bare> tokens;
        private int next;

        Turn(List<Bare> tokens) {
            this.tokens = tokens;
        }

        Bare next() {
            next = (next + 1) % tokens.size();
            return tokens.get(next);
        }
    }

    private record Bare(String text, PublicKey key, byte[] signed, byte[] signature, byte[] bytes) {
        static Bare of(Issuer issuer, String text) {
            try {
                var token = SignedJWT.parse(text);
                return new Bare(
                        text,
                        issuer.publicKey().toECPublicKey(),
                        token.getSigningInput(),
                        token.getSignature().decode(),
                        text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            } catch (ParseException | JOSEException e) {
                throw new IllegalStateException(e);
            }
        }

        void hash() {
            try {
                if (MessageDigest.getInstance("SHA-256").digest(bytes).length != 32) {
                    throw new Unmeasurable("A hash is too short.");
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        void check() {
            try {
                Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
                check.initVerify(key);
                check.update(signed);
                if (!check.verify(signature)) {
                    throw new Unmeasurable("A right signature was refused.");
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
