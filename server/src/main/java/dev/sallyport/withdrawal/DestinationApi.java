package dev.sallyport.withdrawal;

import dev.sallyport.account.AllowList;
import dev.sallyport.account.AllowLists;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.AccountDestinations;
import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON, for the holder's own session.
@RestController
class DestinationApi {
    private static final String BASE = "/api/destinations";

    private final Destinations destinations;
    private final DestinationBook book;
    private final AllowLists lists;

    DestinationApi(Destinations destinations, DestinationBook book, AllowLists lists) {
        this.destinations = destinations;
        this.book = book;
        this.lists = lists;
    }

    /// @param memo absent for none
    /// @param compared true: that the whole address was compared with the one of the list that it looks like
    record New(
            @Nullable String asset,
            @Nullable String network,
            @Nullable String address,
            @Nullable String memo,
            @Nullable Boolean compared) {
        Destinations.Wish wish() {
            return new Destinations.Wish(
                    text(asset), text(network), text(address), text(memo), Boolean.TRUE.equals(compared));
        }

        private static String text(@Nullable String value) {
            return Objects.requireNonNullElse(value, "");
        }
    }

    /// @param waitHours 24, 48 or 168; absent for no change
    record Mode(@Nullable Boolean on, @Nullable Integer waitHours) {}

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping(BASE)
    AccountDestinations list(SignedIn who) {
        return book.of(who.account());
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.DESTINATION_ADD)
    @PostMapping(BASE)
    @ResponseStatus(HttpStatus.CREATED)
    AccountDestinations.One add(SignedIn who, @RequestBody New wanted, Caller caller) {
        return switch (destinations.add(who.session(), wanted.wish(), caller)) {
            case Destinations.Added.Waits waits -> DestinationBook.one(waits.entry());
            case Destinations.Added.Imitates imitates ->
                throw new Refused(Mistakes.in("compared", "destination.mistake.imitates"));
            case Destinations.Added.Not not -> throw new Refused(not.mistakes());
        };
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.DESTINATION_REMOVE)
    @DeleteMapping(BASE + "/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!destinations.remove(who.session(), id, caller)) {
            throw Destinations.unknown();
        }
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.DESTINATION_LIST)
    @PutMapping(BASE + "/list")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void want(SignedIn who, @RequestBody Mode wanted, Caller caller) {
        AllowList list = lists.of(who.account());
        Integer hours = wanted.waitHours();
        Duration delay = hours == null ? list.delay() : Duration.ofHours(hours);
        if (!lists.want(who.session(), Objects.requireNonNullElse(wanted.on(), list.on()), delay, caller)) {
            throw new Refused(Mistakes.in("waitHours", "destination.mistake.hours"));
        }
    }

    /// Whatever is kept is what counted before, so no proof is asked for.
    @Guard(Guard.Kind.SIGNED_IN)
    @DeleteMapping(BASE + "/list/change")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void keep(SignedIn who, Caller caller) {
        if (!lists.keep(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "nothing is about to change");
        }
    }
}
