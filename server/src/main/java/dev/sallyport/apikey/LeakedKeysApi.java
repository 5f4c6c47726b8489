package dev.sallyport.apikey;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// For finders, and for those who scan what is published for secrets. The answer is always the same.
@RestController
class LeakedKeysApi {
    private final LeakedKeys leaked;

    LeakedKeysApi(LeakedKeys leaked) {
        this.leaked = leaked;
    }

    /// @param proof the secret, or a signature in base64 over `sallyport-leaked-key:` and the key's id
    record Report(@Nullable String key, Secret proof) {}

    @Guard(value = Kind.PUBLIC, limit = Limit.WRITE)
    @PostMapping("/api/leaked-keys")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void report(@RequestBody Report report, Caller caller) {
        leaked.report(report.key() == null ? "" : report.key(), report.proof().reveal(), caller);
    }
}
