package dev.sallyport.base.egress;

import dev.sallyport.base.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Posts to addresses that somebody else chose (A68). A name is resolved once, every address that it has must be
/// public,
/// and the connection goes to just those: a name that answers otherwise a moment later (rebinding) gains nothing. No
/// redirect is followed, no cookie kept, no answer read beyond 64 KiB, nobody waited for beyond ten seconds.
@Component
public final class Egress implements SmartLifecycle {
    public static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final int MOST_ANSWER = 64 * 1024;
    private static final int MOST_ADDRESS = 2_000;

    private final boolean anywhere;
    private final HttpClient client = new HttpClient();

    @Autowired
    public Egress(Config config) {
        this(config.services().privateReceivers(), host -> List.of(InetAddress.getAllByName(host)));
    }

    /// @param anywhere whether private addresses and plain HTTP are allowed
    public Egress(boolean anywhere, Names names) {
        this.anywhere = anywhere;
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setConnectTimeout(CONNECTING.toMillis());
        client.setAddressResolutionTimeout(CONNECTING.toMillis());
        client.setIdleTimeout(PATIENCE.toMillis());
        client.setMaxConnectionsPerDestination(16);
        client.setMaxRequestsQueuedPerDestination(64);
        client.setUserAgentField(new HttpField("User-Agent", "Sallyport"));
        client.setName("egress");
        client.setSocketAddressResolver(new Pinned(names));
    }

    /// What came of a post.
    public sealed interface Outcome {
        /// Somebody answered.
        record Answered(int status, String body) implements Outcome {}

        /// Nobody did, or not in time, or not in few words.
        record Silent(String why) implements Outcome {}

        /// Nothing was sent, and nothing will be as long as the name leads there.
        record Forbidden(String why) implements Outcome {}
    }

    /// Why nothing can be posted to an address whatever its name leads to; in a sentence.
    public Optional<String> obstacle(String address) {
        try {
            URI uri = new URI(address);
            if (address.length() > MOST_ADDRESS || uri.getHost() == null) {
                return Optional.of("is no address such as https://events.examplex.com/hook");
            }
            if (!"https".equals(uri.getScheme()) && !(anywhere && "http".equals(uri.getScheme()))) {
                return Optional.of("must begin with https://");
            }
            if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
                return Optional.of("must hold no user name, no password and no fragment");
            }
            return !anywhere && isPrivate(uri.getHost())
                    ? Optional.of("is not in the public internet")
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of("is no address such as https://events.examplex.com/hook");
        }
    }

    /// Whether it is an address that is not public; what a name leads to is looked at when something is sent.
    private static boolean isPrivate(String host) {
        try {
            return !PublicAddresses.isPublic(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public Outcome post(String address, String type, Map<String, String> headers, String body) {
        Optional<String> obstacle = obstacle(address);
        if (obstacle.isPresent()) {
            return new Outcome.Forbidden("the address " + obstacle.get());
        }
        var request = client.POST(address)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .body(new StringRequestContent(type, body));
        headers.forEach((name, value) -> request.headers(h -> h.put(name, value)));
        try {
            ContentResponse answer = new CompletableResponseListener(request, MOST_ANSWER)
                    .send()
                    .get(PATIENCE.toMillis() + 1_000, TimeUnit.MILLISECONDS);
            return new Outcome.Answered(answer.getStatus(), answer.getContentAsString());
        } catch (ExecutionException e) {
            return refusedOrSilent(e);
        } catch (TimeoutException e) {
            return new Outcome.Silent("no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Silent("this node is stopping");
        }
    }

    private static Outcome refusedOrSilent(ExecutionException failed) {
        for (Throwable t = failed; t != null; t = t.getCause()) {
            if (t instanceof NotPublic) {
                return new Outcome.Forbidden("the name leads to an address that is not public");
            }
        }
        Throwable cause = failed.getCause();
        return new Outcome.Silent(cause == null ? "no answer" : cause.getClass().getSimpleName());
    }

    private static final class NotPublic extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /// Resolves for the connection itself, so that what is looked at and what is connected to are the same.
    private final class Pinned implements SocketAddressResolver {
        private final Names names;

        Pinned(Names names) {
            this.names = names;
        }

        @Override
        public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> done) {
            Thread.startVirtualThread(() -> {
                try {
                    List<InetAddress> found = names.addresses(host);
                    if (!anywhere && !found.stream().allMatch(PublicAddresses::isPublic)) {
                        done.failed(new NotPublic());
                    } else {
                        done.succeeded(found.stream()
                                .map(address -> new InetSocketAddress(address, port))
                                .toList());
                    }
                } catch (UnknownHostException e) {
                    done.failed(e);
                }
            });
        }
    }

    @Override
    public void start() {
        try {
            client.start();
            client.getContentDecoderFactories().clear();
        } catch (Exception e) {
            throw new IllegalStateException("the client for receivers does not start", e);
        }
    }

    @Override
    public void stop() {
        try {
            client.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the client for receivers does not stop", e);
        }
    }

    @Override
    public boolean isRunning() {
        return client.isRunning();
    }
}
