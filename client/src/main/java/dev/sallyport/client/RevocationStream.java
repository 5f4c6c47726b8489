package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Listens to what Sallyport revokes (`GET /v1/revocations` of its inside port, server-sent events), on
/// a daemon thread, for as long as it is open.
///
/// A line that breaks is dialled again after a pause that grows to five seconds, by chance shorter, and
/// goes on where it broke off. One on which nothing comes, no heartbeat either, is hung up. What was
/// told may be told again, with the same id. Every [Verifier] has one; open your own only to act upon
/// the news, such as to close a holder's sockets.
public final class RevocationStream implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.sallyport.client");
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LOOK_MILLIS = 50;
    private static final int BAD_REQUEST = 400;
    private static final long USUAL_BEAT = 3;

    private final Settings settings;
    private final Http http;
    private final URI address;
    private final ServiceTokens tokens;
    private final Consumer<Revocation> told;
    private final Consumer<Instant> reset;
    private final Runnable silent;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String cursor;
    private volatile boolean heard;
    private volatile long heardAt;
    private volatile long heardUpTo = Long.MIN_VALUE;
    private volatile boolean hears;

    private RevocationStream(
            Settings settings, Http http, Consumer<Revocation> told, Consumer<Instant> reset, Runnable silent) {
        this.settings = settings;
        this.http = http;
        this.address = URI.create(settings.inside() + "/v1/revocations");
        this.tokens = new ServiceTokens(settings, http, "revocations.read");
        this.told = told;
        this.reset = reset;
        this.silent = silent;
        // What was revoked before we came, and concerns tokens that still live, is told too.
        this.cursor =
                Cursor.at(settings.clock().instant().minus(settings.tokenLife()).minus(settings.leeway()));
    }

    /// @param told what was revoked, one after the other; it must not block
    /// @param reset how far things may have been revoked that were not told: forget all that is from
    ///     before
    public static RevocationStream open(Settings settings, Consumer<Revocation> told, Consumer<Instant> reset) {
        return open(settings, new Http(settings.timeout()), told, reset);
    }

    static RevocationStream open(Settings settings, Http http, Consumer<Revocation> told, Consumer<Instant> reset) {
        return open(settings, http, told, reset, () -> {});
    }

    /// @param silent called again and again while nothing is heard; it must not block
    static RevocationStream open(
            Settings settings, Http http, Consumer<Revocation> told, Consumer<Instant> reset, Runnable silent) {
        var stream = new RevocationStream(settings, http, told, reset, silent);
        var thread = new Thread(stream::run, "sallyport-revocations");
        thread.setDaemon(true);
        thread.start();
        return stream;
    }

    /// Whether all that was revoked until a moment ago has been told: no more than [Settings#silence]
    /// has passed since the server last said so, by either clock.
    public boolean isFresh() {
        long longest = settings.silence().toNanos();
        return heard
                && settings.nanos().getAsLong() - heardAt <= longest
                && settings.clock().millis() - heardUpTo <= settings.silence().toMillis();
    }

    /// Waits until the server has told all that was revoked before.
    ///
    /// @return whether it has within that time
    public boolean awaitReady(Duration longest) throws InterruptedException {
        return ready.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        int failures = 0;
        while (closed.getCount() > 0) {
            hears = false;
            lookForSilence();
            String why = listen();
            if (hears) {
                failures = 0;
            }
            if (closed.getCount() > 0) {
                LOG.log(
                        failures == 0 ? Level.INFO : Level.WARNING,
                        "The stream of revocations broke, and is dialled again: {0}",
                        why);
            }
            pause(failures++);
        }
    }

    private void lookForSilence() {
        if (!isFresh()) {
            silent.run();
        }
    }

    private void pause(int failures) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE_MILLIS << Math.min(failures, 10));
        try {
            if (closed.await(ThreadLocalRandom.current().nextLong(most + 1), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            close();
        }
    }

    /// @return why it ended
    private String listen() {
        var line = new Line();
        CompletableFuture<HttpResponse<Void>> answer = null;
        try {
            answer = http.client().sendAsync(request(), info -> {
                boolean right = info.statusCode() == 200
                        && info.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
                return right ? BodySubscribers.fromSubscriber(line) : BodySubscribers.replacing(null);
            });
            return follow(answer, line);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            return e.toString();
        } finally {
            line.hangUp();
            if (answer != null) {
                answer.cancel(true);
            }
        }
    }

    private HttpRequest request() throws IOException {
        return HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + tokens.token())
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", cursor)
                .build();
    }

    private String follow(CompletableFuture<HttpResponse<Void>> answer, Line line) {
        while (closed.getCount() > 0) {
            try {
                return ended(answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS).statusCode(), line);
            } catch (TimeoutException e) {
                lookForSilence();
                if (line.isDead()) {
                    return "nothing comes";
                }
            } catch (ExecutionException e) {
                return String.valueOf(e.getCause());
            } catch (InterruptedException e) {
                close();
            }
        }
        return "closed";
    }

    private String ended(int status, Line line) {
        String wrong = line.wrong;
        if (wrong != null) {
            return wrong;
        }
        if (status == BAD_REQUEST) {
            // It does not know our place: what was revoked in between is lost to us.
            Instant now = settings.clock().instant();
            reset.accept(now);
            cursor = Cursor.at(now);
        } else if (status != 200) {
            tokens.forget();
        }
        return status == 200 ? "the server ended it" : address + " answers " + status;
    }

    private void take(String id, String event, String data, Line line) throws Malformed {
        long time = Cursor.millis(id);
        switch (event) {
            case "heartbeat":
                break;
            case "ready":
                line.isReady(data);
                break;
            case "reset":
                reset.accept(settings.clock().instant());
                break;
            default:
                tell(Revocation.of(id, event, data));
        }
        if (time > Cursor.millis(cursor)) {
            cursor = id;
        }
        if (line.ready) {
            hear(time);
        }
    }

    private void tell(Revocation revocation) {
        try {
            told.accept(revocation);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A listener to revocations failed", e);
        }
    }

    /// A word that comes late says how things were then: what a proxy keeps back for a minute is a
    /// minute old.
    private void hear(long time) {
        long now = settings.clock().millis();
        heardUpTo = Math.max(heardUpTo, Math.min(now, time + settings.leeway().toMillis()));
        heardAt = settings.nanos().getAsLong();
        heard = true;
        hears = true;
        ready.countDown();
    }

    /// Hangs up, for good.
    @Override
    public void close() {
        closed.countDown();
    }

    /// One connection.
    private final class Line implements Flow.Subscriber<List<ByteBuffer>> {
        private final Pieces pieces = new Pieces((id, event, data) -> take(id, event, data, this));
        private volatile Flow.@Nullable Subscription subscription;
        private volatile long lastByteAt = settings.nanos().getAsLong();
        private volatile long patience = settings.timeout().toNanos();
        private volatile @Nullable String wrong;
        private volatile boolean ready;
        private volatile boolean over;

        void isReady(String data) throws Malformed {
            long most = settings.silence().toNanos();
            long beat = Json.object(data).get("heartbeatSeconds") instanceof Long seconds ? seconds : USUAL_BEAT;
            patience = Math.min(most, TimeUnit.SECONDS.toNanos(2 * beat + 1));
            ready = true;
        }

        boolean isDead() {
            return settings.nanos().getAsLong() - lastByteAt > patience;
        }

        void hangUp() {
            over = true;
            Flow.Subscription current = subscription;
            if (current != null) {
                current.cancel();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            subscription = opened;
            opened.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            if (over) {
                return;
            }
            lastByteAt = settings.nanos().getAsLong();
            try {
                for (ByteBuffer buffer : buffers) {
                    pieces.feed(buffer);
                }
            } catch (Malformed | RuntimeException e) {
                // Whatever came after it is not known either: begin again before it.
                wrong = "cannot be read: " + e.getMessage();
                hangUp();
            }
        }

        @Override
        public void onError(Throwable failure) {
            over = true;
        }

        @Override
        public void onComplete() {
            over = true;
        }
    }
}
