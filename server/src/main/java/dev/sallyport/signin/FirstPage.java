package dev.sallyport.signin;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.limit.Puzzles;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The page that both ways in begin on and come back to after a mistake, with what was typed and ticked there, and
/// with a puzzle while there is an alarm.
@Component
class FirstPage {
    private final Puzzles puzzles;
    private final Spray spray;

    FirstPage(Puzzles puzzles, Spray spray) {
        this.puzzles = puzzles;
        this.spray = spray;
    }

    /// @param to the page that was asked for before signing in, if it is one of ours
    Page of(String identifier, boolean shared, String to, Mistakes mistakes) {
        String challenge = spray.alarmed() ? puzzles.create() : null;
        return Page.of("signin/sign-in", new SigninViews.SignIn(identifier, shared, challenge, own(to), mistakes));
    }

    private static @Nullable String own(String to) {
        return Redirect.isOwn(to) ? to : null;
    }
}
