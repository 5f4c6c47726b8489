package dev.sallyport.session;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A browser that has Device Bound Session Credentials, written from the draft and with the JDK alone. It does not
/// call by itself: each step is the test's.
final class KeyedBrowser {
    static final String COOKIE = "__Host-bound";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern CHALLENGE = Pattern.compile("challenge=\"([^\"]+)\"");
    private static final Pattern ASKED = Pattern.compile("\"([^\"]+)\";id=\"([^\"]+)\"");

    final TestBrowser browser;
    KeyPair key = keys("EC");
    String offer = "";
    String identifier = "";

    private KeyedBrowser(TestBrowser browser) {
        this.browser = browser;
    }

    static KeyPair keys(String kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.startsWith("EC") ? "EC" : "RSA");
            switch (kind) {
                case "EC" -> generator.initialize(new ECGenParameterSpec("secp256r1"));
                case "EC384" -> generator.initialize(new ECGenParameterSpec("secp384r1"));
                default -> generator.initialize(Integer.parseInt(kind.substring(3)));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Signs in and keeps the offer.
    static KeyedBrowser signIn(TestNode node, String address) {
        var keyed = new KeyedBrowser(new TestBrowser(node));
        keyed.offer = offered(Holder.trySignIn(keyed.browser, address, Holder.PASSWORD));
        keyed.browser.get("/account");
        return keyed;
    }

    /// Signs in and binds the session.
    static KeyedBrowser bound(TestNode node, String address) {
        KeyedBrowser keyed = signIn(node, address);
        var answer = keyed.register();
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return keyed;
    }

    static String offered(HttpResponse<String> answer) {
        return answer.headers().firstValue("Secure-Session-Registration").orElse("");
    }

    String challenge() {
        var found = CHALLENGE.matcher(offer);
        return found.find() ? found.group(1) : "";
    }

    HttpResponse<String> register() {
        return register(proof(challenge(), claims("/session/binding"), true));
    }

    HttpResponse<String> register(String proof) {
        var answer = post("/session/binding", null, proof);
        if (answer.statusCode() == 200) {
            identifier = JSON.readTree(answer.body()).get("session_identifier").asString();
        }
        return answer;
    }

    /// Both steps: what is asked, and the answer to it.
    HttpResponse<String> refresh() {
        return refresh(proof(ask(), claims("/session/binding/refresh"), false));
    }

    HttpResponse<String> refresh(@Nullable String proof) {
        return post("/session/binding/refresh", identifier, proof);
    }

    String ask() {
        var answer = refresh((String) null);
        var asked = ASKED.matcher(
                answer.headers().firstValue("Secure-Session-Challenge").orElse(""));
        if (answer.statusCode() != 403 || !asked.find() || !asked.group(2).equals(identifier)) {
            throw new AssertionError("nothing asked: " + answer.statusCode() + " " + answer.headers());
        }
        return asked.group(1);
    }

    private HttpResponse<String> post(String path, @Nullable String session, @Nullable String proof) {
        HttpRequest.Builder request = browser.request(path).POST(HttpRequest.BodyPublishers.noBody());
        if (session != null) {
            request.header("Sec-Secure-Session-Id", "\"" + session + "\"");
        }
        if (proof != null) {
            request.header("Secure-Session-Response", "\"" + proof + "\"");
        }
        return browser.send(request);
    }

    Map<String, Object> claims(String path) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put(
                "aud", "http://localhost:" + browser.request(path).build().uri().getPort() + path);
        if (!identifier.isEmpty()) {
            claims.put("sub", identifier);
        }
        return claims;
    }

    String proof(String challenge, Map<String, Object> claims, boolean withKey) {
        return proof(Map.of(), challenge, claims, withKey);
    }

    /// @param header what stands otherwise in the header
    String proof(Map<String, Object> header, String challenge, Map<String, Object> claims, boolean withKey) {
        var head = new LinkedHashMap<String, Object>();
        head.put("typ", "dbsc+jwt");
        head.put("alg", key.getPublic() instanceof ECPublicKey ? "ES256" : "RS256");
        if (withKey) {
            head.put("jwk", jwk());
        }
        head.putAll(header);
        var body = new LinkedHashMap<>(claims);
        body.put("jti", challenge);
        String signed = encode(JSON.writeValueAsBytes(head)) + "." + encode(JSON.writeValueAsBytes(body));
        return signed + "." + encode(sign(String.valueOf(head.get("alg")), signed.getBytes(StandardCharsets.UTF_8)));
    }

    Map<String, Object> jwk() {
        if (key.getPublic() instanceof ECPublicKey ec) {
            int size = (ec.getParams().getOrder().bitLength() + 7) / 8;
            return Map.of(
                    "kty",
                    "EC",
                    "crv",
                    size == 32 ? "P-256" : "P-384",
                    "x",
                    encode(bytes(ec.getW().getAffineX(), size)),
                    "y",
                    encode(bytes(ec.getW().getAffineY(), size)));
        }
        var rsa = (RSAPublicKey) key.getPublic();
        return Map.of(
                "kty", "RSA",
                "n", encode(bytes(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8)),
                "e", encode(bytes(rsa.getPublicExponent(), 3)));
    }

    private byte[] sign(String algorithm, byte[] signed) {
        try {
            if (algorithm.equals("none")) {
                return new byte[0];
            }
            if (algorithm.equals("HS256")) {
                // The old trick: the public key taken for a secret.
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(JSON.writeValueAsBytes(jwk()), "HmacSHA256"));
                return mac.doFinal(signed);
            }
            var signature = Signature.getInstance(
                    key.getPublic() instanceof ECPublicKey ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(signed);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(BigInteger number, int size) {
        byte[] all = number.toByteArray();
        return all.length > size
                ? Arrays.copyOfRange(all, all.length - size, all.length)
                : concat(new byte[size - all.length], all);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
