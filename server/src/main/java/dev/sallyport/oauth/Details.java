package dev.sallyport.oauth;

import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a holder agrees to in detail (RFC 9396), on its way through tokens and answers. Amounts stay as they were
/// written: `0.10` never becomes `0.1`.
final class Details {
    static final String CLAIM = "authorization_details";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private Details() {}

    /// @param json an array, as the program sent it
    static List<?> read(String json) {
        return JSON.readValue(json, List.class);
    }

    /// Those in a token that we made.
    static Optional<List<?>> in(SignedJWT token) {
        JsonNode details = JSON.readTree(token.getPayload().toString()).get(CLAIM);
        return details == null ? Optional.empty() : Optional.of(JSON.convertValue(details, List.class));
    }
}
