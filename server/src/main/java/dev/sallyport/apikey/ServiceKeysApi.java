package dev.sallyport.apikey;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.wire.ApiKeyDescription;
import dev.sallyport.wire.ApiKeySecret;
import dev.sallyport.wire.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// What a gateway needs to check requests by itself, kept honest by the stream of revocations.
@RestController
class ServiceKeysApi {
    private final KeyCache keys;
    private final Clock clock;

    ServiceKeysApi(KeyCache keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Guard(value = Kind.SERVICE, scope = "api-requests.check", limit = Limit.SERVICE)
    @GetMapping("/v1/api-keys/{key}")
    ApiKeyDescription describe(@PathVariable String key) {
        ApiKey found = Objects.requireNonNull(live(key).key());
        byte[] raw = found.publicKey();
        return new ApiKeyDescription(
                found.id().toString(),
                found.id().account().toString(),
                found.kind().word(),
                List.copyOf(new TreeSet<>(found.scopes())),
                found.algorithm().word(),
                found.scheme(),
                raw == null ? null : Tokens.encode(raw),
                found.addresses().stream().map(AddressRange::toString).toList(),
                found.destinations(),
                found.expiresAt(),
                found.frozenAt() != null);
    }

    /// Only for a gateway that the operator has named for it; `*` does not include this scope.
    @Guard(value = Kind.SERVICE, scope = Services.SECRETS, limit = Limit.SERVICE)
    @GetMapping("/v1/api-keys/{key}/secret")
    ResponseEntity<ApiKeySecret> secret(@PathVariable String key) {
        byte[] secret = live(key).secret();
        if (secret == null) {
            throw new Refused(ErrorCode.NOT_FOUND, "a key without a secret");
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new ApiKeySecret(new String(secret, StandardCharsets.US_ASCII)));
    }

    private KeyCache.Entry live(String key) {
        return ApiKeyId.read(key)
                .flatMap(keys::find)
                .filter(entry -> Objects.requireNonNull(entry.key()).isLive(clock.instant()))
                .orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such key"));
    }
}
