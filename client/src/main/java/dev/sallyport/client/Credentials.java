package dev.sallyport.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/// How your service proves to Sallyport who it is.
public sealed interface Credentials {
    /// A client and its secret (`client_secret_basic`, RFC 6749 section 2.3.1).
    static Credentials secret(String clientId, String secret) {
        return new Basic(clientId, secret);
    }

    /// A client and its key (`private_key_jwt`, RFC 7523 section 3), which never leaves this process.
    ///
    /// @param keyId the `kid` under which the public half is registered
    /// @param key a P-256 or an Ed25519 key
    static Credentials privateKey(String clientId, String keyId, PrivateKey key) {
        return new Assertion(clientId, keyId, key);
    }

    /// A service's token as it stands in Sallyport's settings. It opens the inside port only:
    /// introspection needs a client.
    static Credentials serviceToken(String token) {
        return new Fixed(token);
    }

    /// See [#secret].
    record Basic(String clientId, String secret) implements Credentials {
        void sign(Map<String, String> headers) {
            String pair = form(clientId) + ":" + form(secret);
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }

        private static String form(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "Basic[" + clientId + ", [REDACTED]]";
        }
    }

    /// See [#privateKey].
    record Assertion(String clientId, String keyId, PrivateKey key) implements Credentials {
        private static final Duration LIFE = Duration.ofMinutes(1);

        void sign(Map<String, String> form, URI issuer, Instant now) {
            form.put("client_id", clientId);
            form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            form.put("client_assertion", assertion(issuer, now));
        }

        /// For the issuer, as one text: the address of an endpoint can be another server's (FAPI 2.0).
        private String assertion(URI issuer, Instant now) {
            Algorithm algorithm = key instanceof ECPrivateKey ? Algorithm.ES256 : Algorithm.EDDSA;
            String id = Json.quote(clientId);
            String header = "{\"alg\":\"" + (algorithm == Algorithm.ES256 ? "ES256" : "EdDSA") + "\",\"kid\":"
                    + Json.quote(keyId) + "}";
            String claims = "{\"iss\":" + id + ",\"sub\":" + id + ",\"aud\":" + Json.quote(issuer.toString())
                    + ",\"jti\":\"" + UUID.randomUUID() + "\",\"iat\":" + now.getEpochSecond() + ",\"exp\":"
                    + now.plus(LIFE).getEpochSecond() + "}";
            String signed = part(header) + "." + part(claims);
            try {
                Signature signing = algorithm.signature();
                signing.initSign(key);
                signing.update(signed.getBytes(StandardCharsets.US_ASCII));
                return signed + "." + Encoding.encode(signing.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("The key " + keyId + " cannot sign.", e);
            }
        }

        private static String part(String json) {
            return Encoding.encode(json.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Assertion[" + clientId + ", " + keyId + "]";
        }
    }

    /// See [#serviceToken].
    record Fixed(String token) implements Credentials {
        @Override
        public String toString() {
            return "Fixed[[REDACTED]]";
        }
    }
}
