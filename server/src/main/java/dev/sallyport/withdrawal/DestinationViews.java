package dev.sallyport.withdrawal;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pages of destinations show.
public final class DestinationViews {
    private DestinationViews() {}

    /// @param changeAt when `nextOn` and `nextHours` count; null where nothing changes
    /// @param done the key of a sentence about what has just been done; null otherwise
    public record Book(
            boolean on,
            int hours,
            @Nullable Instant changeAt,
            boolean nextOn,
            int nextHours,
            List<Integer> offered,
            List<One> destinations,
            @Nullable String done) {}

    /// @param groups of the address
    /// @param isChecked whether its network would notice a wrong letter
    /// @param state the end of the key `destination.state.<state>`
    /// @param activeAt when it has waited
    public record One(
            String id,
            String asset,
            String network,
            String address,
            List<Grouped.Group> groups,
            @Nullable String memo,
            boolean isChecked,
            String state,
            Instant addedAt,
            Instant activeAt) {
        static One of(Destinations.Entry entry) {
            Destination to = entry.destination();
            return new One(
                    entry.listed().id().toString(),
                    to.asset(),
                    to.network(),
                    to.address(),
                    Grouped.of(to.address()),
                    to.memo(),
                    entry.isChecked(),
                    entry.state(),
                    entry.listed().addedAt(),
                    entry.listed().activeAt());
        }
    }

    /// @param imitated one of the list that looks the same at both ends; null for none
    public record New(
            String asset,
            String network,
            String address,
            String memo,
            int hours,
            List<Grouped.Group> groups,
            @Nullable One imitated,
            Mistakes mistakes) {}

    /// @param one what the link is about; null when it is over
    /// @param confirms whether it may confirm, too
    /// @param done the end of the key `destination.linked.<done>`; null where nothing was done
    public record Linked(
            String token,
            @Nullable One one,
            boolean confirms,
            @Nullable String done) {}
}
