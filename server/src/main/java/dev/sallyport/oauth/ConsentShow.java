package dev.sallyport.oauth;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.who.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// What the consent page shows: each scope as a choice of its own, what only reads already chosen, and the details of
/// RFC 9396 field by field, as they came.
@Component
class ConsentShow {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Consents consents;

    ConsentShow(Consents consents) {
        this.consents = consents;
    }

    static String field(String scope) {
        return "scope-" + scope.replace('.', '-').replace('_', '-');
    }

    OAuthViews.Consent of(String request, AccountId account, Client client, Ask ask) {
        Set<String> scopes = ask.scopes();
        List<OAuthViews.Choice> choices = scopes.stream()
                .map(Scope::of)
                .flatMap(Optional::stream)
                .filter(scope -> scope.kind() != Scope.Kind.IDENTITY)
                .map(scope -> new OAuthViews.Choice(
                        field(scope.label()),
                        scope.label(),
                        scope.kind() == Scope.Kind.MONEY,
                        scope.kind() == Scope.Kind.READ))
                .toList();
        List<List<OAuthViews.Line>> details = details(ask);
        boolean money = !details.isEmpty() || choices.stream().anyMatch(OAuthViews.Choice::money);
        return new OAuthViews.Consent(
                request,
                client.name(),
                client.standing().name().toLowerCase(Locale.ROOT),
                choices,
                details,
                ask.device() == null ? Answers.host(ask.redirectUri()) : null,
                consents.hintOfAnother(account, ask).orElse(null),
                scopes.contains(Scope.OFFLINE_ACCESS.label()),
                money && client.standing() == Client.Standing.UNVERIFIED,
                Mistakes.NONE);
    }

    private static List<List<OAuthViews.Line>> details(Ask ask) {
        String details = ask.one("authorization_details");
        if (details == null) {
            return List.of();
        }
        var objects = new ArrayList<List<OAuthViews.Line>>();
        for (JsonNode one : JSON.readTree(details)) {
            objects.add(one.properties().stream()
                    .map(field -> new OAuthViews.Line(field.getKey(), text(field.getValue())))
                    .toList());
        }
        return objects;
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asString() : value.toString();
    }
}
