package dev.sallyport.oauth;

import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.Identifier;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Refusals;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who the holder is, for a program that he lets know (OpenID Connect Core section 5.3).
@RestController
class UserInfoApi {
    private final AccessTokens tokens;
    private final DpopProofs proofs;
    private final Contacts contacts;
    private final Refusals refusals;
    private final String issuer;

    UserInfoApi(AccessTokens tokens, DpopProofs proofs, Contacts contacts, Refusals refusals, Config config) {
        this.tokens = tokens;
        this.proofs = proofs;
        this.contacts = contacts;
        this.refusals = refusals;
        this.issuer = config.origin().toString();
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(Endpoints.USER_INFO)
    ResponseEntity<Map<String, Object>> userInfoByForm(HttpServletRequest request) {
        return userInfo(request);
    }

    @Guard(Kind.PUBLIC)
    @GetMapping(Endpoints.USER_INFO)
    ResponseEntity<Map<String, Object>> userInfo(HttpServletRequest request) {
        Optional<AccessTokens.Access> access = access(request);
        if (access.isEmpty() || access.get().account() == null) {
            refusals.note(request, ErrorCode.NOT_SIGNED_IN, "no token that is good here");
            return refused(HttpStatus.UNAUTHORIZED, "invalid_token");
        }
        List<String> scopes = ClientStore.split(
                String.valueOf(access.get().claims().getClaims().getOrDefault("scope", "")));
        if (!scopes.contains(Scope.OPENID.label())) {
            refusals.note(request, ErrorCode.MISSING_SCOPE, "a token without openid");
            return refused(HttpStatus.FORBIDDEN, "insufficient_scope");
        }
        AccountId account = java.util.Objects.requireNonNull(access.get().account());
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", account.toString());
        if (scopes.contains(Scope.EMAIL.label())) {
            mail(account).ifPresent(mail -> {
                claims.put("email", mail);
                claims.put("email_verified", true);
            });
        }
        return ResponseEntity.ok(claims);
    }

    private Optional<String> mail(AccountId account) {
        return contacts.list(account).stream()
                .filter(contact -> contact.kind() == Identifier.Kind.MAIL)
                .findFirst()
                .map(Contact::text);
    }

    /// The token that was shown, when it is for us; one that is bound to a key with the key's proof, and never without.
    private Optional<AccessTokens.Access> access(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        String[] parts = header == null ? new String[0] : header.split(" ", 2);
        if (parts.length != 2) {
            return Optional.empty();
        }
        boolean dpop = parts[0].equalsIgnoreCase("DPoP");
        return dpop || parts[0].equalsIgnoreCase("Bearer")
                ? tokens.find(parts[1])
                        .filter(a -> a.claims().getAudience().contains(issuer))
                        .filter(a -> dpop ? isProven(request, a, parts[1]) : a.jkt() == null)
                : Optional.empty();
    }

    private boolean isProven(HttpServletRequest request, AccessTokens.Access access, String token) {
        try {
            List<String> headers = Collections.list(request.getHeaders("DPoP"));
            return proofs.check(headers, request.getMethod(), Endpoints.USER_INFO, token)
                    .equals(access.jkt());
        } catch (DpopProofs.Unproven unproven) {
            return false;
        }
    }

    private static ResponseEntity<Map<String, Object>> refused(HttpStatus status, String error) {
        return ResponseEntity.status(status)
                .header("WWW-Authenticate", "Bearer error=\"" + error + "\"")
                .header("WWW-Authenticate", "DPoP error=\"" + error + "\", algs=\"ES256 EdDSA PS256\"")
                .body(Map.of("error", error));
    }
}
