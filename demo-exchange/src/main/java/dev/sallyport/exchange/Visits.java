package dev.sallyport.exchange;

import dev.sallyport.client.Revocation;
import dev.sallyport.client.RevocationStream;
import dev.sallyport.client.Settings;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Who is signed in here, and on which session of Sallyport each one hangs.
@Component
class Visits implements DisposableBean {
    private static final String NAME = "visit";
    private static final Duration LOOKED_EVERY = Duration.ofMillis(500);
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final List<Visit> all = new CopyOnWriteArrayList<>();
    private final RevocationStream stream;
    private final Thread watch;

    Visits(Settings settings) {
        stream = RevocationStream.open(settings, this::hear, this::lost);
        watch = Thread.ofVirtual().name("silence").start(this::watch);
    }

    /// While nothing is heard, open pages ask whether they are still good.
    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOKED_EVERY);
                if (!stream.isFresh()) {
                    all.forEach(Visit::doubt);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A proof that was given again comes back to the visit that it belongs to.
    Visit open(HttpSession session, String account, String sallyportSession) {
        Optional<Visit> same = of(session)
                .filter(v -> v.account().equals(account) && v.sallyportSession().equals(sallyportSession));
        if (same.isPresent()) {
            return same.get();
        }
        Instant longAgo = Instant.now().minus(REMEMBERED);
        all.removeIf(one -> one.isOver(longAgo));
        of(session).ifPresent(all::remove);
        var visit = new Visit(session, account, sallyportSession);
        session.setAttribute(NAME, visit);
        all.add(visit);
        return visit;
    }

    static Optional<Visit> of(HttpSession session) {
        return Optional.ofNullable((Visit) session.getAttribute(NAME));
    }

    /// The stream comes first as a rule, and knows the reason.
    private void hear(Revocation told) {
        String reason = told.reason() == null ? "" : " (" + told.reason() + ")";
        for (Visit visit : all) {
            if (!visit.account().equals(told.account())) {
                continue;
            }
            visit.tell("stream", told.type() + reason);
            boolean its = visit.sallyportSession().equals(told.session());
            if (told.type().equals("account.disabled") || (told.type().equals("session.ended") && its)) {
                visit.end("stream", why(told.reason()));
            }
        }
    }

    private static String why(@Nullable String reason) {
        return switch (reason == null ? "" : reason) {
            case "signed-out" -> "You signed out at Sallyport.";
            case "ended-everywhere", "ended-by-holder" -> "You ended this session at Sallyport.";
            case "" -> "Your session at Sallyport has ended.";
            default -> "Your session at Sallyport has ended (" + reason + ").";
        };
    }

    /// Nobody knows what was missed: nobody stays signed in.
    private void lost(Instant upTo) {
        all.forEach(visit -> visit.end("stream", "The line to Sallyport was lost for too long. Please sign in again."));
    }

    void endAllOf(String sallyportSession, String by, String why) {
        for (Visit visit : all) {
            if (visit.sallyportSession().equals(sallyportSession)) {
                visit.tell(by, why);
                visit.end(by, why);
            }
        }
    }

    void endAllOfAccount(String account, String by, String why) {
        all.stream().filter(visit -> visit.account().equals(account)).forEach(visit -> visit.end(by, why));
    }

    /// For whoever of this account is here.
    void tellAllOf(String account, String by, String text) {
        all.stream().filter(visit -> visit.account().equals(account)).forEach(visit -> visit.tell(by, text));
    }

    @Override
    public void destroy() {
        watch.interrupt();
        stream.close();
    }
}
