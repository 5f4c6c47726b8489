package dev.sallyport.exchange;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Takes Sallyport's word that a session has ended (OpenID Back-Channel Logout 1.0 section 2.6). Spring Security has
/// the
/// same built in; here it is written out, because the open page shall hear of it, and because a token that comes twice
/// is taken once.
@RestController
class LogoutTokens {
    private static final Logger LOG = LoggerFactory.getLogger(LogoutTokens.class);
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final Provider provider;
    private final SiteSettings site;
    private final Visits visits;
    private final Map<String, Instant> taken = new ConcurrentHashMap<>();
    private volatile @Nullable NimbusJwtDecoder decoder;

    LogoutTokens(Provider provider, SiteSettings site, Visits visits) {
        this.provider = provider;
        this.site = site;
        this.visits = visits;
    }

    @PostMapping("/sallyport/logout")
    ResponseEntity<Void> logout(@RequestParam("logout_token") String token) {
        try {
            Jwt read = decoder().decode(token);
            String session = read.getClaimAsString("sid");
            if (!isLogout(read) || session == null) {
                return answer(400);
            }
            if (isFirst(read)) {
                visits.endAllOf(session, "logout token", "Your session at Sallyport has ended.");
            }
            return answer(204);
        } catch (Provider.Unreachable e) {
            return answer(503);
        } catch (JwtException e) {
            LOG.warn("A logout token was refused: {}", e.getMessage());
            return answer(400);
        }
    }

    private NimbusJwtDecoder decoder() {
        NimbusJwtDecoder known = decoder;
        if (known != null) {
            return known;
        }
        String keys = provider.registration().getProviderDetails().getJwkSetUri();
        NimbusJwtDecoder made = NimbusJwtDecoder.withJwkSetUri(java.util.Objects.requireNonNull(keys))
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(
                        new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("logout+jwt"))))
                .build();
        made.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(), new JwtIssuerValidator(provider.issuer())));
        decoder = made;
        return made;
    }

    /// An ID token is none: it has a nonce and no such event.
    private boolean isLogout(Jwt token) {
        Map<String, Object> events = token.getClaimAsMap("events");
        return token.getAudience() != null
                && token.getAudience().contains(site.clientId())
                && events != null
                && events.containsKey(EVENT)
                && !token.hasClaim("nonce")
                && token.getId() != null
                && token.getExpiresAt() != null;
    }

    /// Sallyport sends it again, with the same id, when it did not hear our answer.
    private boolean isFirst(Jwt token) {
        Instant now = Instant.now();
        taken.values().removeIf(until -> until.isBefore(now));
        Instant until = java.util.Objects.requireNonNull(token.getExpiresAt()).plusSeconds(120);
        return taken.putIfAbsent(java.util.Objects.requireNonNull(token.getId()), until) == null;
    }

    private static ResponseEntity<Void> answer(int status) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .build();
    }
}
