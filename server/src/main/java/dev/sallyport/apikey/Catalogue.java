package dev.sallyport.apikey;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.text.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The scopes that the exchange's interface knows, from the settings: what its keys may do in detail.
@Component
public final class Catalogue {
    /// @param kind the kind of key that is needed for it; what only reads every key may have
    public record Scope(String name, KeyKind kind, String english, String german) {
        public String words(Language language) {
            return language == Language.GERMAN ? german : english;
        }
    }

    private final List<Scope> scopes;

    Catalogue(Config config) {
        var all = new ArrayList<Scope>();
        config.apiKeys()
                .scopes()
                .forEach((name, scope) -> all.add(
                        new Scope(name, KeyKind.of(scope.kind()).orElseThrow(), scope.english(), scope.german())));
        scopes = List.copyOf(all);
    }

    /// What a key of this kind may have, in the order of the settings.
    public List<Scope> of(KeyKind kind) {
        return scopes.stream().filter(scope -> kind.mayHold(scope.kind())).toList();
    }

    public Optional<Scope> find(String name) {
        return scopes.stream().filter(scope -> scope.name().equals(name)).findFirst();
    }
}
