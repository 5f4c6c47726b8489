package dev.sallyport.oauth;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.crypto.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Authorization requests that wait: pushed ones for their browser (RFC 9126), and those in a browser for their
/// holder's answer. Each is answered once. Who knows a request's name knows nothing of its holder.
@Component
class Requests {
    /// FAPI 2.0: less than ten minutes (F-1).
    static final Duration PUSHED = Duration.ofMinutes(5);

    /// Long enough for a sign-in with everything that belongs to it.
    static final Duration IN_BROWSER = Duration.ofMinutes(30);

    private static final String COLUMN = "oauth_request.asked";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RequestStore store;
    private final Vault vault;
    private final Clock clock;

    Requests(RequestStore store, Vault vault, Clock clock) {
        this.store = store;
        this.vault = vault;
        this.clock = clock;
    }

    record Waiting(Ask ask, Instant since) {}

    /// @param name what it will be called by
    void push(String name, Ask ask) {
        keep(name, ask, true, PUSHED);
    }

    /// The pushed request of this name, which is worth nothing from now on.
    Optional<Ask> takePushed(String name) {
        return store.take(Tokens.hash(name), true, clock.instant())
                .map(row -> open(row).ask());
    }

    /// @return the name of the request in our own addresses
    String wait(Ask ask) {
        String name = Tokens.create();
        keep(name, ask, false, IN_BROWSER);
        return name;
    }

    private void keep(String name, Ask ask, boolean pushed, Duration life) {
        Instant now = clock.instant();
        byte[] hash = Tokens.hash(name);
        byte[] closed = vault.closeUnowned(COLUMN, Tokens.encode(hash), JSON.writeValueAsString(ask));
        store.insert(new RequestStore.Row(hash, ask.client(), closed, now, now.plus(life)), pushed);
    }

    Optional<Waiting> find(String name) {
        return store.find(Tokens.hash(name), clock.instant()).map(this::open);
    }

    /// The same, and it cannot be answered again.
    Optional<Waiting> take(String name) {
        return store.take(Tokens.hash(name), false, clock.instant()).map(this::open);
    }

    private Waiting open(RequestStore.Row row) {
        String json = vault.openUnowned(COLUMN, Tokens.encode(row.hash()), row.askedClosed());
        return new Waiting(JSON.readValue(json, Ask.class), row.createdAt());
    }
}
