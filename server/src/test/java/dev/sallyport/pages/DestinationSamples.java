package dev.sallyport.pages;

import static dev.sallyport.pages.Samples.holder;
import static dev.sallyport.pages.Samples.minutes;
import static dev.sallyport.pages.Samples.stranger;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.pages.Samples.Sample;
import dev.sallyport.withdrawal.DestinationViews;
import dev.sallyport.withdrawal.DestinationViews.One;
import dev.sallyport.withdrawal.Grouped;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The address book, and where its mails lead.
final class DestinationSamples {
    private static final List<One> SOME = List.of(
            one("1", "active", null, true),
            one("2", "waiting", "<b>Rent & more", true),
            one("3", "unconfirmed", null, false));

    private DestinationSamples() {}

    static List<Sample> all() {
        return List.of(
                book("empty", false, false, List.of(), null),
                book("some", true, false, SOME, "destination.done.added"),
                book("loosening", true, true, SOME, null),
                added("first", Mistakes.NONE, null),
                added(
                        "wrong",
                        Mistakes.in("address", "destination.mistake.address-group", "group", 3, "text", "rrr7")
                                .and("memo", "destination.mistake.memo.none", "most", 120),
                        null),
                added("imitates", Mistakes.in("compared", "destination.mistake.imitates"), SOME.getFirst()),
                linked("confirm", SOME.getLast(), true, null),
                linked("confirmed", SOME.get(1), true, "confirmed"),
                linked("not-me", SOME.getLast(), false, null),
                linked("disowned", null, false, "disowned"),
                linked("over", null, false, null));
    }

    private static Sample book(
            String name, boolean on, boolean loosening, List<One> destinations, @Nullable String done) {
        return holder(
                "destinations-" + name,
                "withdrawal/destinations",
                "/account/destinations",
                new DestinationViews.Book(
                        on,
                        48,
                        loosening ? minutes(2_000) : null,
                        false,
                        24,
                        List.of(24, 48, 168),
                        destinations,
                        done));
    }

    private static Sample added(String name, Mistakes mistakes, @Nullable One imitated) {
        return holder(
                "destination-new-" + name,
                "withdrawal/destination-new",
                "/account/destinations",
                new DestinationViews.New(
                        mistakes.any() ? "BTC" : "",
                        "bitcoin",
                        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
                        "",
                        48,
                        mistakes.any() ? groups() : List.of(),
                        imitated,
                        mistakes));
    }

    private static Sample linked(String name, @Nullable One one, boolean confirms, @Nullable String done) {
        return stranger(
                "destination-link-" + name,
                "withdrawal/destination-link",
                "/destinations/abc",
                new DestinationViews.Linked("abc", one, confirms, done));
    }

    private static One one(String number, String state, @Nullable String memo, boolean checked) {
        return new One(
                Samples.ID.substring(0, Samples.ID.length() - 1) + number,
                "BTC",
                checked ? "bitcoin" : "own-books",
                "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
                groups(),
                memo,
                checked,
                state,
                minutes(-200),
                minutes(1_000));
    }

    private static List<Grouped.Group> groups() {
        return Stream.of("bc1q", "ar0s", "rrr7", "xfkv", "y5l6", "43ly", "dnw9", "re59", "gtzz", "wf5m", "dq")
                .map(text -> new Grouped.Group(text, text.equals("bc1q") || text.equals("dq")))
                .toList();
    }
}
