package dev.sallyport.pages;

import static dev.sallyport.pages.Samples.ID;
import static dev.sallyport.pages.Samples.days;
import static dev.sallyport.pages.Samples.holder;
import static dev.sallyport.pages.Samples.minutes;

import dev.sallyport.apikey.ApiKey;
import dev.sallyport.apikey.ApiKeyViews;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.who.Secret;
import dev.sallyport.pages.Samples.Sample;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The pages of keys for programs.
final class ApiKeySamples {
    private static final String HOME = "/account/api-keys";
    private static final String KEY = "sk_" + "A".repeat(43);
    private static final List<ApiKeyViews.Choice> SCOPES = List.of(
            new ApiKeyViews.Choice("orders.read", "See orders and trades"),
            new ApiKeyViews.Choice("orders.write", "Place & cancel orders"));

    private ApiKeySamples() {}

    static List<Sample> all() {
        return List.of(
                holder("api-keys", "apikey/keys", HOME, new ApiKeyViews.Keys(keys(), "apikey.done.changed")),
                holder("api-keys-none", "apikey/keys", HOME, new ApiKeyViews.Keys(List.of(), null)),
                holder("api-key-new", "apikey/new", HOME + "/new/trade", fresh(false, Mistakes.NONE)),
                holder(
                        "api-key-new-wrong",
                        "apikey/new",
                        HOME + "/new/withdraw",
                        fresh(
                                true,
                                Mistakes.in("name", "apikey.mistake.name")
                                        .and("scopes", "apikey.mistake.scopes")
                                        .and("signing", "apikey.mistake.signing")
                                        .and("public-key", "apikey.mistake.public-key")
                                        .and("addresses", "apikey.mistake.addresses-needed"))),
                holder(
                        "api-key-made",
                        "apikey/made",
                        HOME,
                        new ApiKeyViews.Made(KEY, "Bot", new Secret("s".repeat(43)))),
                holder("api-key-made-public", "apikey/made", HOME, new ApiKeyViews.Made(KEY, "Bot", null)),
                holder(
                        "api-key-edit",
                        "apikey/edit",
                        HOME + "/" + ID,
                        new ApiKeyViews.Edit(ID, "Bot <b>", SCOPES, false, days(-30), typed(), Mistakes.NONE)),
                holder(
                        "api-key-removal",
                        "apikey/removal",
                        HOME + "/" + ID + "/removal",
                        new ApiKeyViews.Removal(ID, "Bot <b>")));
    }

    private static List<ApiKeyViews.One> keys() {
        return List.of(
                one("Bot <b>", "withdraw", List.of("203.0.113.7", "2001:db8::/48"), false, null),
                one("Old", "read", List.of(), true, null),
                one("Gone", "trade", List.of(), false, "leaked"));
    }

    private static ApiKeyViews.One one(
            String name, String kind, List<String> addresses, boolean frozen, @Nullable String ended) {
        return new ApiKeyViews.One(
                ID,
                KEY,
                name,
                kind,
                List.of("See orders", "Place & cancel orders"),
                addresses,
                frozen ? null : "0123 4567 89ab cdef",
                days(40),
                frozen ? null : days(-20),
                frozen ? new ApiKey.Use(null, null, 0) : new ApiKey.Use(minutes(-5), "203.0.113.7", 1_204),
                frozen,
                ended);
    }

    private static ApiKeyViews.New fresh(boolean withdraws, Mistakes mistakes) {
        return new ApiKeyViews.New(
                withdraws ? "withdraw" : "trade",
                SCOPES,
                List.of("sallyport/ed25519", "sallyport/hmac-sha256"),
                withdraws,
                true,
                typed(),
                mistakes);
    }

    private static ApiKeyViews.Typed typed() {
        return new ApiKeyViews.Typed(
                "Bot <b>", Set.of("orders.read"), "203.0.113.7", "d-1", "30", "sallyport/ed25519", "");
    }
}
