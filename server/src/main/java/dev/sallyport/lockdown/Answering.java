package dev.sallyport.lockdown;

import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// What a browser is shown after an order, whichever page it came from.
final class Answering {
    private static final Redirect CLOSED = new Redirect("/lockdown/closed");

    private Answering() {}

    /// @param again the page to look at while it is not true yet
    static Object of(Lockdowns.Outcome outcome, String again) {
        return switch (outcome) {
            case Lockdowns.Outcome.Closed closed -> CLOSED;
            case Lockdowns.Outcome.Trying trying ->
                Page.of("lockdown/trying", new LockdownViews.Trying(again)).with(HttpStatus.SERVICE_UNAVAILABLE);
            case Lockdowns.Outcome.Over over -> link(null).with(HttpStatus.GONE);
        };
    }

    /// @param token null for a link that is none
    static Page link(@Nullable String token) {
        return Page.of("lockdown/by-mail", new LockdownViews.ByMail(token));
    }
}
