package dev.sallyport.exchange;

import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// One browser that is signed in here: the site's own session, what it was told meanwhile, and its open pages.
final class Visit {
    private static final int MOST = 30;

    private final HttpSession session;
    private final String account;
    private final String sallyportSession;
    private final Deque<News> news = new ArrayDeque<>();
    private final List<SseEmitter> pages = new CopyOnWriteArrayList<>();
    private @Nullable Instant endedAt;

    /// @param by how it came to be known, such as `logout token`
    record News(Instant at, String by, String text) {}

    Visit(HttpSession session, String account, String sallyportSession) {
        this.session = session;
        this.account = account;
        this.sallyportSession = sallyportSession;
    }

    String account() {
        return account;
    }

    String sallyportSession() {
        return sallyportSession;
    }

    HttpSession session() {
        return session;
    }

    synchronized boolean isOver(Instant before) {
        return endedAt != null && endedAt.isBefore(before);
    }

    synchronized List<News> news() {
        return List.copyOf(news);
    }

    /// A further page of this browser listens.
    SseEmitter listen() {
        var page = new SseEmitter(0L);
        page.onCompletion(() -> pages.remove(page));
        page.onError(gone -> pages.remove(page));
        pages.add(page);
        send(page, "hello", Map.of());
        return page;
    }

    void tell(String by, String text) {
        var one = new News(Instant.now(), by, text);
        synchronized (this) {
            news.addFirst(one);
            if (news.size() > MOST) {
                news.removeLast();
            }
        }
        pages.forEach(page -> send(page, "news", one));
    }

    /// Nobody knows whether it has ended: whoever looks at it shall ask.
    void doubt() {
        pages.forEach(page -> send(page, "doubt", Map.of()));
    }

    /// Ends the site's session first, and then says so to whoever looks at it.
    void end(String by, String why) {
        synchronized (this) {
            if (endedAt != null) {
                return;
            }
            endedAt = Instant.now();
        }
        try {
            session.invalidate();
        } catch (IllegalStateException e) {
            // It has run out, or the browser signed out this moment: no session either way.
        }
        var last = new News(Instant.now(), by, why);
        pages.forEach(page -> send(page, "ended", last));
    }

    private void send(SseEmitter page, String name, Object data) {
        try {
            page.send(SseEmitter.event().name(name).data(data, MediaType.APPLICATION_JSON));
        } catch (IOException | IllegalStateException e) {
            pages.remove(page);
        }
    }
}
