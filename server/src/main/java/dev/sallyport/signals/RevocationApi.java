package dev.sallyport.signals;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The stream of revocations (server-sent events). Each piece has an id, which is the cursor to
/// resume from, by `Last-Event-ID` or `?after=`. A heartbeat says that everything that was revoked
/// before it has been told: whoever hears
/// none for a while must not trust what he remembers.
@RestController
class RevocationApi {
    static final Duration HEARTBEAT = Duration.ofSeconds(3);
    /// Then the listener comes again, and his token is looked at again.
    private static final Duration LIFE = Duration.ofHours(1);

    private final Revocations revocations;

    RevocationApi(Revocations revocations) {
        this.revocations = revocations;
    }

    @Guard(value = Kind.SERVICE, scope = "revocations.read", limit = Limit.SERVICE)
    @GetMapping("/v1/revocations")
    void stream(
            @RequestParam(required = false) @Nullable String after,
            Service service,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Optional<UUID> cursor = cursor(request.getHeader("Last-Event-ID"), after);
        if ("HEAD".equals(request.getMethod())) {
            // Spring answers it as a GET, and nobody would hear us.
            return;
        }
        try (var subscription = revocations.subscribe(service.name())) {
            response.setContentType("text/event-stream;charset=UTF-8");
            response.setHeader("X-Accel-Buffering", "no");
            var out = new Out(response.getOutputStream());
            UUID now = revocations.now();
            Set<UUID> told = cursor.isPresent() ? resume(cursor.get(), out) : Set.of();
            // After what was missed: its id is a cursor that has seen all of that.
            out.piece("ready", now, "{\"heartbeatSeconds\":" + HEARTBEAT.toSeconds() + "}");
            follow(subscription, told, out);
        } catch (IOException e) {
            // The listener hung up; that is how streams end.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<UUID> cursor(@Nullable String header, @Nullable String parameter) {
        String text = header == null || header.isBlank() ? parameter : header;
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            UUID cursor = UUID.fromString(text.strip());
            if (cursor.version() == 7) {
                return Optional.of(cursor);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new Refused(ErrorCode.BAD_REQUEST, "not a cursor");
    }

    /// What was told since, or that it is not known any more.
    ///
    /// @return the ids of what was told now
    private Set<UUID> resume(UUID cursor, Out out) throws IOException {
        var told = new HashSet<UUID>();
        if (!revocations.isKept(cursor)) {
            out.piece("reset", revocations.now(), "{}");
            return told;
        }
        UUID from = revocations.before(cursor);
        for (List<Revocation> page = revocations.since(from); !page.isEmpty(); page = revocations.since(from)) {
            for (Revocation one : page) {
                out.piece(one.payload().type(), one.id(), revocations.text(one));
                told.add(one.id());
            }
            from = page.getLast().id();
        }
        return told;
    }

    private void follow(Subscription subscription, Set<UUID> told, Out out) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIFE.toNanos();
        while (subscription.isOpen() && System.nanoTime() < end) {
            UUID now = revocations.now();
            Optional<Revocation> next = subscription.next(HEARTBEAT);
            if (next.isPresent()) {
                if (!told.contains(next.get().id())) {
                    out.piece(next.get().payload().type(), next.get().id(), revocations.text(next.get()));
                }
            } else if (subscription.isOpen() && revocations.hears()) {
                // From before the wait: nothing that came since can be older.
                out.piece("heartbeat", now, "{}");
            }
        }
    }

    private static final class Out {
        private final OutputStream stream;

        Out(OutputStream stream) {
            this.stream = stream;
        }

        void piece(String event, UUID id, String data) throws IOException {
            stream.write(
                    ("id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
            stream.flush();
        }
    }
}
