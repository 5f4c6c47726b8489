package dev.sallyport.session;

import dev.sallyport.base.who.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Signing out, for pages and JSON alike. When the end cannot be written, the caller learns that: a browser
/// without its cookie is not a session that has ended.
@Component
class SignOuts {
    private final Sessions sessions;

    SignOuts(Sessions sessions) {
        this.sessions = sessions;
    }

    /// @return whether it was a shared computer
    boolean signOut(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        Optional<SignedIn> who = SignedIn.of(request);
        who.ifPresent(
                signedIn -> sessions.end(signedIn.account(), signedIn.session().id(), "signed-out", caller));
        boolean shared = who.isPresent() && who.get().session().shared();
        SignedIn.take(response, shared);
        return shared;
    }
}
