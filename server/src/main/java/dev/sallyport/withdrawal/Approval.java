package dev.sallyport.withdrawal;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.oauth.AccessTokens;
import dev.sallyport.oauth.SigningKeys;
import java.text.ParseException;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The signed approval that a service gets, checks by itself, and redeems once. It is made anew each
/// time it is asked for and kept nowhere; what is good once is its number.
@Component
class Approval {
    static final JOSEObjectType TYPE = new JOSEObjectType("withdrawal-approval+jwt");

    private final SigningKeys keys;
    private final AccessTokens tokens;
    private final Config config;

    Approval(SigningKeys keys, AccessTokens tokens, Config config) {
        this.keys = keys;
        this.tokens = tokens;
        this.config = config;
    }

    String sign(Withdrawal one) {
        return keys.sign(
                TYPE,
                new JWTClaimsSet.Builder()
                        .issuer(config.origin().toString())
                        .subject(one.account().toString())
                        .audience(one.service())
                        .jwtID(String.valueOf(one.approvalId()))
                        .claim("withdrawal", one.id().toString())
                        .claim("request", Tokens.encode(Objects.requireNonNull(one.requestHash())))
                        .claim(
                                "demand",
                                one.demand()
                                        .name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', '-'))
                        .issueTime(Date.from(one.until().minus(Withdrawal.LIFE)))
                        .expirationTime(Date.from(one.until()))
                        .build());
    }

    /// The number of the approval that this text is of exactly this withdrawal; empty for any other
    /// text.
    Optional<UUID> read(String text, Withdrawal one) {
        byte[] hash = one.requestHash();
        return tokens.read(text, TYPE)
                .filter(claims -> hash != null && is(claims, "request", Tokens.encode(hash)))
                .filter(claims -> is(claims, "withdrawal", one.id().toString()))
                .filter(claims -> claims.getAudience().equals(List.of(one.service())))
                .filter(claims -> one.account().toString().equals(claims.getSubject()))
                .map(claims -> UUID.fromString(claims.getJWTID()))
                .filter(number -> number.equals(one.approvalId()));
    }

    private static boolean is(JWTClaimsSet claims, String name, String value) {
        try {
            return value.equals(claims.getStringClaim(name));
        } catch (ParseException e) {
            return false;
        }
    }
}
