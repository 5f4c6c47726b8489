package dev.sallyport.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The same few requests over and over on connections that stay open, from one thread, without pipelining:
/// each connection has one request under way. It reads just enough of an answer to know where it ends and
/// that it is the right one, because what it costs is taken from what it measures.
final class Load implements AutoCloseable {
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "\r\nContent-Length: ".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final byte @Nullable [] expected;
    private final AtomicLong refused = new AtomicLong();

    private static final class Connection {
        final Supplier<ByteBuffer> requests;
        final byte[] bytes = new byte[16 * 1024];
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        long sentAt;

        Connection(Supplier<ByteBuffer> requests) {
            this.requests = requests;
        }
    }

    /// @param requests whole requests as bytes, sent in turn; shared out over the connections, at least one
    ///     each when there are as many
    /// @param expected must be in every answer, or null when any answer will do
    Load(int port, int connections, List<byte[]> requests, @Nullable String expected) throws IOException {
        this(port, connections, share -> inTurn(connections, requests, share), expected);
    }

    /// Each connection has its own share: no request is ever under way twice.
    private static Supplier<ByteBuffer> inTurn(int connections, List<byte[]> requests, int share) {
        ByteBuffer[] own = IntStream.range(0, requests.size())
                .filter(n -> n % connections == share % requests.size())
                .mapToObj(n -> ByteBuffer.wrap(requests.get(n)))
                .toArray(ByteBuffer[]::new);
        var next = new AtomicInteger();
        return () -> own[next.getAndUpdate(n -> (n + 1) % own.length)].rewind();
    }

    /// With requests that are made when they are sent, because each is good once.
    ///
    /// @param requests makes those of a connection, by its number
    Load(int port, int connections, IntFunction<Supplier<ByteBuffer>> requests, @Nullable String expected)
            throws IOException {
        this.expected = expected == null ? null : expected.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Connection(requests.apply(i)));
        }
    }

    /// @param micros how long each answer took, unordered
    record Turn(double perSecond, double[] micros) {
        double p99() {
            return Series.percentile(micros, 0.99);
        }
    }

    /// Answers other than 200 since the start.
    long refused() {
        return refused.get();
    }

    /// As fast as the answers come.
    Turn turn(Duration time) throws IOException {
        return turn(time, 0);
    }

    /// @param perSecond requests a second over all connections, evenly spread; 0 for as fast as answers come.
    ///     At a given rate the time of an answer counts from when its request was due, so that a server that
    ///     stands still is not spared by requests that were never sent.
    Turn turn(Duration time, int perSecond) throws IOException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        var times = new double[1 << 16];
        int count = 0;
        int underway = 0;
        long interval = perSecond == 0 ? 0 : 1_000_000_000L / perSecond;
        long due = start;
        var idle = new ArrayDeque<SelectionKey>(selector.keys());
        while (true) {
            long now = System.nanoTime();
            while (now < end && !idle.isEmpty() && (interval == 0 || due <= now)) {
                send(idle.poll(), interval == 0 ? now : due);
                due += interval;
                underway++;
            }
            if (now >= end && underway == 0) {
                break;
            }
            if (now > end + 10_000_000_000L) {
                throw new Unmeasurable("The server stopped answering.");
            }
            if (interval == 0 || idle.isEmpty() || now >= end) {
                selector.select(100);
            } else {
                long wait = (due - now) / 1_000_000;
                if (wait > 0) {
                    selector.select(wait);
                } else {
                    selector.selectNow();
                }
            }
            var keys = selector.selectedKeys().iterator();
            while (keys.hasNext()) {
                SelectionKey key = keys.next();
                keys.remove();
                var connection = (Connection) key.attachment();
                if (isAnswered(key, connection)) {
                    if (count == times.length) {
                        times = Arrays.copyOf(times, count * 2);
                    }
                    times[count++] = (System.nanoTime() - connection.sentAt) / 1e3;
                    underway--;
                    idle.add(key);
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Turn(count / seconds, Arrays.copyOf(times, count));
    }

    private static void send(SelectionKey key, long at) throws IOException {
        var connection = (Connection) key.attachment();
        ByteBuffer request = connection.requests.get();
        connection.sentAt = at;
        while (request.hasRemaining()) {
            ((SocketChannel) key.channel()).write(request);
        }
    }

    private boolean isAnswered(SelectionKey key, Connection connection) throws IOException {
        ByteBuffer in = connection.in;
        if (((SocketChannel) key.channel()).read(in) < 0) {
            throw new Unmeasurable("The server closed a connection.");
        }
        byte[] bytes = connection.bytes;
        int length = in.position();
        int body = endOfHeaders(bytes, length);
        if (body < 0 || length < body + contentLength(bytes, body)) {
            return false;
        }
        boolean ok = startsWith(bytes, 0, OK);
        byte[] wanted = expected;
        if (wanted != null && (!ok || find(bytes, body, length, wanted) < 0)) {
            throw new Unmeasurable(
                    "An answer was not the expected one: " + new String(bytes, 0, length, StandardCharsets.US_ASCII));
        }
        if (!ok) {
            refused.incrementAndGet();
        }
        in.clear();
        return true;
    }

    private static int endOfHeaders(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int contentLength(byte[] bytes, int headers) {
        int at = find(bytes, 0, headers, LENGTH);
        if (at < 0) {
            throw new Unmeasurable("An answer had no Content-Length.");
        }
        int number = 0;
        for (int i = at + LENGTH.length; bytes[i] != '\r'; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    private static int find(byte[] bytes, int from, int to, byte[] what) {
        for (int i = from; i <= to - what.length; i++) {
            if (startsWith(bytes, i, what)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] what) {
        for (int i = 0; i < what.length; i++) {
            // Names of headers may come in any case.
            if (Character.toLowerCase(bytes[from + i]) != Character.toLowerCase(what[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
