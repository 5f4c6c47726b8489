package dev.sallyport.apikey;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.who.Caller;
import dev.sallyport.wire.ApiKeyDescription;
import dev.sallyport.wire.ApiKeySecret;
import dev.sallyport.wire.ApiRequestUse;
import dev.sallyport.wire.ApiRequestUses;
import dev.sallyport.wire.ApiRequestUsesAnswer;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// What a gateway needs to check requests by itself, kept honest by the stream of revocations.
@RestController
class ServiceKeysApi {
    private final KeyCache keys;
    private final SecretReleases releases;
    private final GatewayUses uses;
    private final Clock clock;

    ServiceKeysApi(KeyCache keys, SecretReleases releases, GatewayUses uses, Clock clock) {
        this.keys = keys;
        this.releases = releases;
        this.uses = uses;
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
    ResponseEntity<ApiKeySecret> secret(@PathVariable String key, Service service, Caller caller) {
        String secret = ApiKeyId.read(key)
                .flatMap(id -> releases.release(id, service, caller))
                .orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such key, or none with a secret"));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new ApiKeySecret(secret));
    }

    @Guard(value = Kind.SERVICE, scope = "api-requests.check", limit = Limit.SERVICE)
    @PostMapping("/v1/api-requests/uses")
    ApiRequestUsesAnswer uses(@RequestBody ApiRequestUses told) {
        List<ApiRequestUse> some = Objects.requireNonNullElse(told.uses(), List.of());
        if (some.size() > GatewayUses.MOST_AT_ONCE || some.stream().anyMatch(Objects::isNull)) {
            throw new Refused(ErrorCode.BAD_REQUEST, "no uses, or more than are taken at once");
        }
        return new ApiRequestUsesAnswer(uses.take(some));
    }

    private KeyCache.Entry live(String key) {
        return ApiKeyId.read(key)
                .flatMap(keys::find)
                .filter(entry -> Objects.requireNonNull(entry.key()).isLive(clock.instant()))
                .orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such key"));
    }
}
