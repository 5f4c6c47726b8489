package dev.sallyport.oauth;

import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/// The addresses of the provider.
final class Endpoints {
    static final String AUTHORIZE = "/oauth2/authorize";
    static final String CONSENT = "/oauth2/consent";
    static final String PAR = "/oauth2/par";
    static final String TOKEN = "/oauth2/token";
    static final String INTROSPECT = "/oauth2/introspect";
    static final String REVOKE = "/oauth2/revoke";
    static final String DEVICE_AUTHORIZATION = "/oauth2/device_authorization";
    static final String USER_INFO = "/oauth2/userinfo";
    static final String JWKS = "/oauth2/jwks";
    static final String LOGOUT = "/oauth2/logout";
    static final String LOGOUT_CONFIRMATION = LOGOUT + "/confirmation";
    static final String DEVICE = "/device";

    private Endpoints() {}

    static AuthorizationServerSettings settings(String issuer) {
        return AuthorizationServerSettings.builder()
                .issuer(issuer)
                .authorizationEndpoint(AUTHORIZE)
                .pushedAuthorizationRequestEndpoint(PAR)
                .tokenEndpoint(TOKEN)
                .tokenIntrospectionEndpoint(INTROSPECT)
                .tokenRevocationEndpoint(REVOKE)
                .deviceAuthorizationEndpoint(DEVICE_AUTHORIZATION)
                .deviceVerificationEndpoint(DEVICE)
                .jwkSetEndpoint(JWKS)
                .oidcUserInfoEndpoint(USER_INFO)
                .oidcLogoutEndpoint(LOGOUT)
                .build();
    }
}
