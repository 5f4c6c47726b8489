package dev.sallyport.oauth;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.stereotype.Component;

/// Where Spring's parts find and save. Saving is what decides: a code, refresh token or device code is used up by one
/// statement, and when that finds it used, the answer with the tokens never goes out.
@Component
class AuthorizationBook implements OAuth2AuthorizationService {
    private final Exchanges exchanges;
    private final Grants grants;
    private final Devices devices;
    private final Requests requests;
    private final AccessTokens access;
    private final TokenStore tokens;
    private final Authorizations shown;

    AuthorizationBook(
            Exchanges exchanges,
            Grants grants,
            Devices devices,
            Requests requests,
            AccessTokens access,
            TokenStore tokens,
            Authorizations shown) {
        this.exchanges = exchanges;
        this.grants = grants;
        this.devices = devices;
        this.requests = requests;
        this.access = access;
        this.tokens = tokens;
        this.shown = shown;
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        throw new UnsupportedOperationException("grants are ended, not removed");
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        throw new UnsupportedOperationException("grants are found by what was brought");
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String value, @Nullable OAuth2TokenType type) {
        return switch (type == null ? "" : type.getValue()) {
            case "code" -> code(value);
            case "refresh_token" -> refresh(value, true);
            case "device_code" -> device(value);
            case "" -> value.indexOf('.') >= 0 ? access(value) : refresh(value, false);
            default -> null;
        };
    }

    private @Nullable OAuth2Authorization code(String value) {
        return GrantToken.read(GrantToken.Kind.CODE, value)
                .flatMap(code ->
                        exchanges.byCode(code, Exchange.current().caller()).map(found -> shown.ofCode(found, code)))
                .orElse(null);
    }

    /// @param exchanged whether it is brought for the next one, and not to be asked about or given back
    private @Nullable OAuth2Authorization refresh(String value, boolean exchanged) {
        return GrantToken.read(GrantToken.Kind.REFRESH, value)
                .flatMap(token -> exchanges
                        .byRefresh(
                                token,
                                Exchange.current().jkt(),
                                Exchange.current().caller())
                        .map(refreshing -> shown.ofRefresh(refreshing, token, exchanged)))
                .orElse(null);
    }

    private @Nullable OAuth2Authorization device(String value) {
        Optional<DeviceStore.Row> row = devices.poll(value);
        if (row.isEmpty()) {
            return null;
        }
        var account = row.get().account();
        var grant = row.get().grant();
        Optional<Grants.Found> found =
                account == null || grant == null ? Optional.empty() : grants.alive(account, grant);
        return shown.ofDevice(row.get(), value, found);
    }

    private @Nullable OAuth2Authorization access(String value) {
        return access.find(value).map(found -> shown.ofAccess(found, value)).orElse(null);
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        if (authorization.getAttribute("state") instanceof String state) {
            push(authorization, state);
            return;
        }
        Grants.Found found = authorization.getAttribute(Authorizations.FOUND);
        var device = authorization.getToken(OAuth2DeviceCode.class);
        if (device != null) {
            device(authorization, device, found);
        } else if (found != null) {
            exchanged(authorization, found.grant());
        } else {
            givenBack(authorization);
        }
    }

    private void push(OAuth2Authorization authorization, String state) {
        OAuth2AuthorizationRequest request =
                Objects.requireNonNull(authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()));
        Ask ask = Pushed.ask(request);
        String jkt = Exchange.current().jkt();
        requests.push(state, jkt == null ? ask : ask.boundTo(jkt));
    }

    private void device(
            OAuth2Authorization authorization,
            OAuth2Authorization.Token<OAuth2DeviceCode> device,
            Grants.@Nullable Found found) {
        String code = device.getToken().getTokenValue();
        if (found != null && authorization.getAccessToken() != null) {
            one(devices.use(code, found.grant(), Exchange.current().jkt(), refreshOf(authorization)));
            return;
        }
        var user = authorization.getToken(OAuth2UserCode.class);
        Set<String> scopes = authorization.getAttribute("scope");
        if (user != null && scopes != null) {
            devices.begin(
                    authorization.getRegisteredClientId(),
                    scopes,
                    code,
                    user.getToken().getTokenValue());
        }
    }

    private static @Nullable GrantToken refreshOf(OAuth2Authorization authorization) {
        OAuth2Authorization.Token<OAuth2RefreshToken> token = authorization.getRefreshToken();
        return token == null
                ? null
                : GrantToken.read(GrantToken.Kind.REFRESH, token.getToken().getTokenValue())
                        .orElseThrow();
    }

    private void exchanged(OAuth2Authorization authorization, Grant grant) {
        GrantToken brought = Objects.requireNonNull(authorization.getAttribute(Authorizations.BROUGHT));
        Exchange exchange = Exchange.current();
        GrantToken refresh = refreshOf(authorization);
        if (authorization.getAccessToken() == null) {
            // Another client brought the code, or the client gives its refresh token back.
            boolean code = authorization.getToken(OAuth2AuthorizationCode.class) != null;
            grants.end(grant, code ? "code-of-another" : "given-back", exchange.caller());
        } else if (brought.kind() == GrantToken.Kind.CODE) {
            one(exchanges.useCode(grant, brought, exchange.jkt(), refresh, exchange.caller()));
        } else if (authorization.getAttribute(Authorizations.NEXT) instanceof GrantToken next) {
            one(exchanges.again(grant, next, exchange.jkt(), exchange.caller()));
        } else if (refresh != null && !refresh.reveal().equals(brought.reveal())) {
            one(exchanges.rotate(grant, brought, refresh, exchange.jkt(), exchange.caller()));
        } else {
            one(exchanges.touch(grant, exchange.jkt()));
        }
    }

    private static void one(boolean first) {
        if (!first) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
        }
    }

    /// A single access token; what a client has of its own is kept nowhere when it is made.
    private void givenBack(OAuth2Authorization authorization) {
        OAuth2Authorization.Token<OAuth2AccessToken> token = authorization.getAccessToken();
        if (token == null || !token.isInvalidated()) {
            return;
        }
        Map<String, Object> claims = Objects.requireNonNull(token.getClaims());
        var account = claims.containsKey("gid")
                ? new dev.sallyport.base.who.AccountId(UUID.fromString(authorization.getPrincipalName()))
                : AccessTokens.NOBODY;
        Instant until = Objects.requireNonNull(token.getToken().getExpiresAt());
        UUID id = Authorizations.tokenId(claims);
        String client = String.valueOf(claims.get("client_id"));
        if (account.equals(AccessTokens.NOBODY)) {
            grants.ownTokenRevoked(client, () -> tokens.revoke(account, id, until));
            return;
        }
        grants.tokenRevoked(account, client, id, Exchange.current().caller(), () -> tokens.revoke(account, id, until));
    }

    /// What Spring's part for pushed requests has read, as our request.
    static final class Pushed {
        private Pushed() {}

        static Ask ask(OAuth2AuthorizationRequest request) {
            return ask(
                    request.getClientId(),
                    request.getRedirectUri(),
                    request.getScopes(),
                    request.getState(),
                    request.getAdditionalParameters());
        }

        static Ask ask(
                String client,
                @Nullable String redirect,
                Set<String> scopes,
                @Nullable String state,
                Map<String, Object> more) {
            var sent = new HashMap<String, List<String>>();
            more.forEach((name, value) ->
                    sent.put(name, value instanceof String[] many ? List.of(many) : List.of(String.valueOf(value))));
            // Whoever pushes anything else is refused before.
            sent.put("response_type", List.of("code"));
            sent.put("scope", List.of(String.join(" ", scopes)));
            if (redirect != null) {
                sent.put("redirect_uri", List.of(redirect));
            }
            if (state != null) {
                sent.put("state", List.of(state));
            }
            return Ask.of(client, sent);
        }
    }
}
