package dev.sallyport.signals;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.text.Plain;
import dev.sallyport.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The JSON of the Shared Signals Framework 1.0 (section 7.1 and 8) and of RFC 8936, in its own
/// names. What a request has besides is passed over, as the framework asks.
final class SsfViews {
    static final String PUSH = "urn:ietf:rfc:8935";
    static final String POLL = "urn:ietf:rfc:8936";

    private SsfViews() {}

    static UUID id(@Nullable String text) {
        try {
            return UUID.fromString(Objects.requireNonNullElse(text, ""));
        } catch (IllegalArgumentException e) {
            throw new Refused(ErrorCode.BAD_REQUEST, "no id of a stream");
        }
    }

    /// A line of text as it was sent, or a refusal: none at all, too long, or with what belongs into no line.
    static String line(@Nullable String text, int most) {
        if (text == null || text.length() > most || !Plain.isHarmless(text)) {
            throw new Refused(ErrorCode.BAD_REQUEST, "no line of at most " + most + " characters");
        }
        return text;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delivery(
            @Nullable String method,
            @JsonProperty("endpoint_url") @Nullable String endpointUrl,
            @JsonProperty("authorization_header") @Nullable String authorizationHeader) {
        /// Never shown: whoever may read the stream need not know the receiver's secret.
        @Override
        public String toString() {
            return "Delivery[" + method + "]";
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Asked(
            @JsonProperty("stream_id") @Nullable String streamId,
            @Nullable Delivery delivery,
            @JsonProperty("events_requested") @Nullable List<String> eventsRequested,
            @Nullable String description) {}

    record Stream(
            @JsonProperty("stream_id") String streamId,
            String iss,
            String aud,
            @JsonProperty("events_supported") List<String> eventsSupported,
            @JsonProperty("events_requested") List<String> eventsRequested,
            @JsonProperty("events_delivered") List<String> eventsDelivered,
            Delivery delivery,
            @JsonProperty("min_verification_interval") long minVerificationInterval,
            String description) {}

    record Status(@JsonProperty("stream_id") String streamId, String status, String reason) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record NewStatus(
            @JsonProperty("stream_id") @Nullable String streamId,
            @Nullable String status,
            @Nullable String reason) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Verification(
            @JsonProperty("stream_id") @Nullable String streamId,
            @Nullable String state) {}

    /// RFC 8936 section 2.2.
    record Poll(
            @Nullable Integer maxEvents,
            @Nullable Boolean returnImmediately,
            @Nullable List<String> ack,
            @Nullable Map<String, @Nullable PollError> setErrs) {}

    record PollError(@Nullable String err, @Nullable String description) {}

    record Polled(Map<String, String> sets, boolean moreAvailable) {}

    record Configuration(
            @JsonProperty("spec_version") String specVersion,
            String issuer,
            @JsonProperty("jwks_uri") String jwksUri,
            @JsonProperty("delivery_methods_supported") List<String> deliveryMethodsSupported,
            @JsonProperty("configuration_endpoint") String configurationEndpoint,
            @JsonProperty("status_endpoint") String statusEndpoint,
            @JsonProperty("verification_endpoint") String verificationEndpoint,
            @JsonProperty("authorization_schemes") List<Map<String, String>> authorizationSchemes,
            @JsonProperty("default_subjects") String defaultSubjects) {}
}
