package dev.sallyport.apikey;

import dev.sallyport.base.text.Language;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/// Puts keys into the words of their pages.
@Component
class KeyShow {
    private final Catalogue catalogue;
    private final SignatureSchemes schemes;
    private final Clock clock;

    KeyShow(Catalogue catalogue, SignatureSchemes schemes, Clock clock) {
        this.catalogue = catalogue;
        this.schemes = schemes;
        this.clock = clock;
    }

    ApiKeyViews.One of(ApiKey key, Language language) {
        byte[] raw = key.publicKey();
        ApiKey.End end = key.end();
        String ended = end == null ? key.isExpired(clock.instant()) ? "expired" : null : end.reason();
        return new ApiKeyViews.One(
                key.id().key().toString(),
                key.id().toString(),
                key.name(),
                key.kind().word(),
                key.scopes().stream()
                        .sorted()
                        .map(name -> catalogue
                                .find(name)
                                .map(scope -> scope.words(language))
                                .orElse(name))
                        .toList(),
                key.addresses().stream().map(AddressRange::toString).toList(),
                raw == null ? null : PublicKeyText.fingerprint(raw),
                key.createdAt(),
                key.expiresAt(),
                key.use(),
                key.frozenAt() != null,
                ended);
    }

    List<ApiKeyViews.Choice> choices(KeyKind kind, Language language) {
        return catalogue.of(kind).stream()
                .map(scope -> new ApiKeyViews.Choice(scope.name(), scope.words(language)))
                .toList();
    }

    /// `scheme/algorithm`.
    List<String> signings(KeyKind kind) {
        return schemes.offered().stream()
                .flatMap(scheme -> schemes.algorithms(scheme, kind).stream()
                        .map(algorithm -> scheme.name() + "/" + algorithm.word()))
                .toList();
    }
}
