package dev.sallyport.oauth;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URL;
import java.time.Instant;
import java.util.Date;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.stereotype.Component;

/// Signs what Spring's generator has put together, with our key and our choice of library, which its own encoder does
/// not leave to us.
@Component
final class TokenEncoder implements JwtEncoder {
    private final SigningKeys keys;

    TokenEncoder(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public Jwt encode(JwtEncoderParameters parameters) {
        var header = java.util.Objects.requireNonNull(parameters.getJwsHeader());
        var claims = parameters.getClaims();
        var written = new JWTClaimsSet.Builder();
        claims.getClaims().forEach((name, value) -> written.claim(name, written(value)));
        String token = keys.sign(new JOSEObjectType(header.getType()), written.build());
        return new Jwt(token, claims.getIssuedAt(), claims.getExpiresAt(), header.getHeaders(), claims.getClaims());
    }

    private static Object written(Object value) {
        return switch (value) {
            case Instant time -> Date.from(time);
            case URL address -> address.toString();
            default -> value;
        };
    }
}
