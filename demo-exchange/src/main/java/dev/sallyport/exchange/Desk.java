package dev.sallyport.exchange;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// What a holder sees of his account, read from the interface with his token.
@Component
public class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss 'UTC'", Locale.UK).withZone(ZoneOffset.UTC);
    /// What a person wants to see first.
    private static final List<String> FIRST = List.of("acr", "amr", "auth_time", "scope", "exp", "sub", "sid");

    private static final Set<String> TIMES = Set.of("auth_time", "iat", "exp");

    private final OAuth2AuthorizedClientManager renewals;
    private final OwnApi api;
    private final Provider provider;

    Desk(OAuth2AuthorizedClientManager renewals, OwnApi api, Provider provider) {
        this.renewals = renewals;
        this.api = api;
        this.provider = provider;
    }

    public record BalanceLine(String unit, String amount, String worth) {}

    public record OrderLine(String side, String amount, String pair, String price, String state, String at) {}

    public record MarketLine(String pair, String price) {}

    public record ClaimLine(String name, String value) {}

    public record NewsLine(String at, String by, String text) {}

    /// The page.
    ///
    /// @param balances null where the holder did not allow to read them, or nobody can tell
    /// @param orders likewise
    public record Shown(
            PayoutViews.Top top,
            String said,
            List<String> mistakes,
            @Nullable List<BalanceLine> balances,
            @Nullable List<OrderLine> orders,
            List<MarketLine> markets,
            Draft draft,
            List<ClaimLine> claims,
            List<NewsLine> news,
            String securityCentre) {}

    /// The holder's token, renewed when it has run out; empty when Sallyport renews it no more.
    ///
    /// @throws Provider.Unreachable while nobody can be asked
    Optional<String> token(Authentication who, HttpServletRequest request, HttpServletResponse response) {
        try {
            OAuth2AuthorizedClient client =
                    renewals.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(Provider.ID)
                            .principal(who)
                            .attribute(HttpServletRequest.class.getName(), request)
                            .attribute(HttpServletResponse.class.getName(), response)
                            .build());
            return Optional.ofNullable(client).map(c -> c.getAccessToken().getTokenValue());
        } catch (OAuth2AuthorizationException e) {
            String error = e.getError().getErrorCode();
            if (Arrivals.isItsTrouble(error)) {
                throw new Provider.Unreachable(error);
            }
            LOG.info("A token was not renewed: {}", error);
            request.getSession()
                    .setAttribute(SitePages.SAID, "Sallyport no longer lets us act for you. Please sign in.");
            return Optional.empty();
        }
    }

    /// @return empty when Sallyport says that the session has ended
    /// @throws Provider.Unreachable while nobody can be asked
    Optional<Shown> of(Authentication who, Visit visit, String token, String said, List<String> mistakes, String csrf) {
        OwnApi.Answer claims = api.get("/api/token", token);
        if (claims.isUnknown()) {
            throw new Provider.Unreachable("nobody can tell whether a token is good");
        }
        if (claims.isOver()) {
            return Optional.empty();
        }
        OwnApi.Answer balances = api.get("/api/balances", token);
        OwnApi.Answer orders = api.get("/api/orders", token);
        return Optional.of(new Shown(
                new PayoutViews.Top(name(who), csrf, "trade"),
                said,
                mistakes,
                balances.isGood()
                        ? balances.body().valueStream().map(Desk::balance).toList()
                        : null,
                orders.isGood() ? orders.body().valueStream().map(Desk::order).toList() : null,
                Book.MARKETS.stream()
                        .map(m -> new MarketLine(m.pair(), money(m.price())))
                        .toList(),
                visit.session().getAttribute(Draft.NAME) instanceof Draft draft ? draft : Draft.EMPTY,
                claims.isGood()
                        ? claims.body().properties().stream()
                                .sorted(Comparator.comparingInt(claim -> rank(claim.getKey())))
                                .map(claim -> new ClaimLine(claim.getKey(), value(claim.getKey(), claim.getValue())))
                                .toList()
                        : List.of(),
                visit.news().stream()
                        .map(one -> new NewsLine(TIME.format(one.at()), one.by(), one.text()))
                        .toList(),
                provider.at("/account").toString()));
    }

    private static int rank(String claim) {
        int rank = FIRST.indexOf(claim);
        return rank < 0 ? FIRST.size() : rank;
    }

    static String name(Authentication who) {
        var user = (OidcUser) java.util.Objects.requireNonNull(who.getPrincipal());
        return user.getEmail() == null
                ? "account " + String.valueOf(user.getSubject()).substring(0, 8)
                : user.getEmail();
    }

    private static BalanceLine balance(JsonNode one) {
        String unit = one.path("unit").asString();
        BigDecimal amount = one.path("amount").decimalValue();
        return new BalanceLine(
                unit,
                unit.equals(Book.CASH)
                        ? plain(amount)
                        : amount.stripTrailingZeros().toPlainString(),
                money(one.path("worth").decimalValue()));
    }

    private static OrderLine order(JsonNode one) {
        JsonNode limit = one.path("limit");
        return new OrderLine(
                one.path("side").asString(),
                one.path("amount").decimalValue().stripTrailingZeros().toPlainString(),
                one.path("pair").asString(),
                limit.isNumber() ? "at " + money(limit.decimalValue()) : "at the market's price",
                one.path("state").asString(),
                TIME.format(Instant.parse(one.path("at").asString())));
    }

    private static String money(BigDecimal amount) {
        return plain(amount) + " " + Book.CASH;
    }

    private static String plain(BigDecimal amount) {
        NumberFormat format = NumberFormat.getNumberInstance(Locale.UK);
        format.setMinimumFractionDigits(2);
        format.setMaximumFractionDigits(2);
        return format.format(amount);
    }

    private static String value(String name, JsonNode value) {
        if (TIMES.contains(name) && value.isNumber()) {
            return TIME.format(Instant.ofEpochSecond(value.asLong()));
        }
        return value.isArray()
                ? String.join(", ", value.valueStream().map(v -> v.asString()).toList())
                : value.asString(value.toString());
    }
}
