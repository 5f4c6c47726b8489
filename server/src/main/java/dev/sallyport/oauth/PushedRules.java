package dev.sallyport.oauth;

import java.util.function.Consumer;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/// A pushed request is held to the rules of every request before it is kept.
final class PushedRules implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {
    private final Clients clients;

    PushedRules(Clients clients) {
        this.clients = clients;
    }

    @Override
    public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken pushed = context.getAuthentication();
        Client client =
                clients.find(context.getRegisteredClient().getClientId()).orElseThrow();
        Ask ask = AuthorizationBook.Pushed.ask(
                client.id(),
                pushed.getRedirectUri(),
                pushed.getScopes(),
                pushed.getState(),
                pushed.getAdditionalParameters());
        try {
            if (!client.id().equals(pushed.getClientId()) || !AskRules.isAddressRight(client, ask)) {
                throw new AskRules.Mistake("invalid_request", "client_id or redirect_uri");
            }
            AskRules.check(client, ask, true);
            String shown = Exchange.current().jkt();
            String named = ask.one("dpop_jkt");
            if (shown != null && named != null && !named.equals(shown)) {
                throw new AskRules.Mistake("invalid_dpop_proof", "dpop_jkt is another key");
            }
        } catch (AskRules.Mistake mistake) {
            throw new OAuth2AuthorizationCodeRequestAuthenticationException(
                    new OAuth2Error(mistake.error(), mistake.getMessage(), null), null);
        }
    }
}
