package dev.sallyport.withdrawal;

import dev.sallyport.account.AllowList;
import dev.sallyport.account.AllowLists;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The address book in the security centre, and whether value goes nowhere else.
@Controller
class DestinationPages {
    private static final String HOME = "/account/destinations";
    private static final Set<String> DONE = Set.of("added", "removed", "changed", "kept");

    private final Destinations destinations;
    private final AllowLists lists;

    DestinationPages(Destinations destinations, AllowLists lists) {
        this.destinations = destinations;
        this.lists = lists;
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping(HOME)
    Page look(SignedIn who, @RequestParam(defaultValue = "") String done) {
        AllowList list = lists.of(who.account());
        AllowList.Change next = list.next();
        return Page.of(
                "withdrawal/destinations",
                new DestinationViews.Book(
                        list.on(),
                        hours(list.delay()),
                        next == null ? null : next.at(),
                        next != null && next.on(),
                        next == null ? 0 : hours(next.delay()),
                        AllowList.WAITS.stream().map(DestinationPages::hours).toList(),
                        destinations.list(who.account()).stream()
                                .map(DestinationViews.One::of)
                                .toList(),
                        DONE.contains(done) ? "destination.done." + done : null));
    }

    private static int hours(Duration delay) {
        return (int) delay.toHours();
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping(HOME + "/new")
    Page begin(SignedIn who) {
        return form(who.account(), new Destinations.Wish("", "", "", "", false), null, Mistakes.NONE);
    }

    private Page form(
            AccountId account, Destinations.Wish typed, Destinations.@Nullable Entry imitated, Mistakes mistakes) {
        return Page.of(
                "withdrawal/destination-new",
                new DestinationViews.New(
                        typed.asset(),
                        typed.network(),
                        typed.address(),
                        typed.memo(),
                        hours(lists.of(account).delay()),
                        mistakes.any() ? Grouped.of(typed.address()) : List.of(),
                        imitated == null ? null : DestinationViews.One.of(imitated),
                        mistakes));
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.DESTINATION_ADD)
    @PostMapping(HOME)
    Object add(SignedIn who, Form form, Caller caller) {
        var wish = new Destinations.Wish(
                form.typed("asset"),
                form.typed("network"),
                form.typed("address"),
                form.typed("memo"),
                form.ticked("compared"));
        return switch (destinations.add(who.session(), wish, caller)) {
            case Destinations.Added.Waits waits -> new Redirect(HOME + "?done=added");
            case Destinations.Added.Imitates imitates ->
                form(who.account(), wish, imitates.listed(), Mistakes.in("compared", "destination.mistake.imitates"))
                        .unprocessable();
            case Destinations.Added.Not not ->
                form(who.account(), wish, null, not.mistakes()).unprocessable();
        };
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.DESTINATION_REMOVE)
    @PostMapping(HOME + "/{id}/removal")
    Redirect remove(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!destinations.remove(who.session(), id, caller)) {
            throw Destinations.unknown();
        }
        return new Redirect(HOME + "?done=removed");
    }

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.DESTINATION_LIST)
    @PostMapping(HOME + "/list")
    Redirect want(SignedIn who, Form form, Caller caller) {
        String hours = form.typed("hours");
        var delay = Duration.ofHours(hours.matches("[0-9]{1,3}") ? Integer.parseInt(hours) : 0);
        if (!lists.want(who.session(), form.ticked("on"), delay, caller)) {
            throw new Refused(Mistakes.in("hours", "destination.mistake.hours"));
        }
        return new Redirect(HOME + "?done=changed");
    }

    /// Whatever is kept is what counted before, so no proof is asked for.
    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping(HOME + "/list/keeping")
    Redirect keep(SignedIn who, Caller caller) {
        return new Redirect(lists.keep(who.session(), caller) ? HOME + "?done=kept" : HOME);
    }
}
