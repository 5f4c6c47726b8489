package dev.sallyport.oauth;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What there is and how to use it (OpenID Connect Discovery, RFC 8414), and the keys (RFC 7517).
@RestController
class MetadataApi {
    private final SigningKeys keys;
    private final String issuer;
    private final Map<String, Object> metadata;

    MetadataApi(SigningKeys keys, Config config) {
        this.keys = keys;
        this.issuer = config.origin().toString();
        this.metadata = metadata();
    }

    private Map<String, Object> metadata() {
        var all = new LinkedHashMap<String, Object>();
        all.put("issuer", issuer);
        all.put("authorization_endpoint", issuer + Endpoints.AUTHORIZE);
        all.put("pushed_authorization_request_endpoint", issuer + Endpoints.PAR);
        all.put("token_endpoint", issuer + Endpoints.TOKEN);
        all.put("introspection_endpoint", issuer + Endpoints.INTROSPECT);
        all.put("revocation_endpoint", issuer + Endpoints.REVOKE);
        all.put("device_authorization_endpoint", issuer + Endpoints.DEVICE_AUTHORIZATION);
        all.put("userinfo_endpoint", issuer + Endpoints.USER_INFO);
        all.put("end_session_endpoint", issuer + Endpoints.LOGOUT);
        all.put("jwks_uri", issuer + Endpoints.JWKS);
        all.put(
                "scopes_supported",
                Arrays.stream(Scope.values()).map(Scope::label).toList());
        all.put("response_types_supported", List.of("code"));
        all.put("response_modes_supported", List.of("query"));
        all.put(
                "grant_types_supported",
                List.of(
                        "authorization_code",
                        "refresh_token",
                        "client_credentials",
                        "urn:ietf:params:oauth:grant-type:device_code"));
        List<String> methods = List.of("private_key_jwt", "client_secret_basic", "none");
        all.put("token_endpoint_auth_methods_supported", methods);
        all.put("token_endpoint_auth_signing_alg_values_supported", Signatures.ALGORITHMS);
        all.put("revocation_endpoint_auth_methods_supported", methods);
        all.put("introspection_endpoint_auth_methods_supported", List.of("private_key_jwt", "client_secret_basic"));
        all.put("dpop_signing_alg_values_supported", Signatures.ALGORITHMS);
        all.put("code_challenge_methods_supported", List.of("S256"));
        all.put("authorization_response_iss_parameter_supported", true);
        all.put("require_pushed_authorization_requests", false);
        all.put("request_parameter_supported", false);
        all.put("request_uri_parameter_supported", false);
        all.put("prompt_values_supported", List.of("none", "login", "consent", "select_account"));
        all.put("acr_values_supported", Acr.all());
        all.put("subject_types_supported", List.of("public"));
        all.put("id_token_signing_alg_values_supported", List.of("ES256"));
        all.put(
                "claims_supported",
                List.of(
                        "sub",
                        "iss",
                        "aud",
                        "exp",
                        "iat",
                        "nonce",
                        "sid",
                        "auth_time",
                        "acr",
                        "amr",
                        "email",
                        "email_verified"));
        all.put("backchannel_logout_supported", true);
        all.put("backchannel_logout_session_supported", true);
        all.put("ui_locales_supported", List.of("en", "de"));
        return all;
    }

    @Guard(Kind.PUBLIC)
    @GetMapping({"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"})
    ResponseEntity<Map<String, Object>> metadataOfTheProvider() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(SigningKeys.REMEMBERED).cachePublic())
                .body(metadata);
    }

    @Guard(Kind.PUBLIC)
    @GetMapping(Endpoints.JWKS)
    ResponseEntity<String> keys() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.maxAge(SigningKeys.REMEMBERED).cachePublic())
                .body(keys.published().toString(true));
    }
}
