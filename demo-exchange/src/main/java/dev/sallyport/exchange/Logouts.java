package dev.sallyport.exchange;

import dev.sallyport.client.LogoutTokens;
import dev.sallyport.client.LogoutTokens.Word;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Takes Sallyport's word that a session has ended (OpenID Connect Back-Channel Logout 1.0). The client library says
/// whether it is Sallyport's, and new; here the visit is ended, and the open page hears of it.
@RestController
class Logouts {
    private static final Logger LOG = LoggerFactory.getLogger(Logouts.class);
    private static final String BY = "logout token";
    private static final String WHY = "Your session at Sallyport has ended.";

    private final LogoutTokens tokens;
    private final Visits visits;

    Logouts(Provider provider, SiteSettings site, Visits visits) {
        this.tokens = LogoutTokens.of(provider.at(""), site.clientId());
        this.visits = visits;
    }

    @PostMapping("/sallyport/logout")
    ResponseEntity<Void> logout(@RequestParam("logout_token") String token) {
        return switch (tokens.read(token)) {
            case Word.Ended ended -> {
                if (ended.session() == null) {
                    visits.endAllOfAccount(String.valueOf(ended.account()), BY, WHY);
                } else {
                    visits.endAllOf(ended.session(), BY, WHY);
                }
                yield answer(204);
            }
            case Word.Repeated repeated -> answer(204);
            case Word.Bad bad -> {
                LOG.warn("A logout token was refused: {}", bad.detail());
                yield answer(400);
            }
            case Word.Unknown unknown -> answer(503);
        };
    }

    private static ResponseEntity<Void> answer(int status) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .build();
    }
}
