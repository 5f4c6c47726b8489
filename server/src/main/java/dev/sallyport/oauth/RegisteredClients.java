package dev.sallyport.oauth;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;

/// Our clients as Spring's parts see them.
@Component
class RegisteredClients implements RegisteredClientRepository {
    private final Clients clients;

    RegisteredClients(Clients clients) {
        this.clients = clients;
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("clients are registered by the operator");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String id) {
        return clients.find(id).map(RegisteredClients::of).orElse(null);
    }

    static RegisteredClient of(Client client) {
        var settings = ClientSettings.builder().requireProofKey(true).requireAuthorizationConsent(true);
        if (client.method() == Client.Method.KEY) {
            settings.tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES256);
        }
        var registered = RegisteredClient.withId(client.id())
                .clientId(client.id())
                .clientName(client.name())
                .clientAuthenticationMethod(method(client))
                .authorizationGrantTypes(
                        types -> client.grants().forEach(grant -> types.add(new AuthorizationGrantType(grant))))
                .redirectUris(uris -> uris.addAll(client.redirects()))
                .scopes(scopes -> scopes.addAll(client.scopes()))
                .clientSettings(settings.build())
                .tokenSettings(TokenSettings.builder()
                        .authorizationCodeTimeToLive(Grant.CODE_LIFE)
                        .accessTokenTimeToLive(Grant.ACCESS_LIFE)
                        .refreshTokenTimeToLive(Grant.REFRESH_LIFE)
                        .deviceCodeTimeToLive(Devices.LIFE)
                        .reuseRefreshTokens(!client.rotates())
                        .idTokenSignatureAlgorithm(SignatureAlgorithm.ES256)
                        .build());
        byte[] hash = client.secretHash();
        if (hash != null) {
            registered.clientSecret(SecretHashes.text(hash));
        }
        return registered.build();
    }

    private static ClientAuthenticationMethod method(Client client) {
        return switch (client.method()) {
            case NONE -> ClientAuthenticationMethod.NONE;
            case SECRET -> ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
            case KEY -> ClientAuthenticationMethod.PRIVATE_KEY_JWT;
        };
    }
}
