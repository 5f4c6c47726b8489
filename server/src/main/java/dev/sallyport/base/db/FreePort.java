package dev.sallyport.base.db;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// A TCP port of this machine that nobody listens on, for what is told its port before it starts.
///
/// It lies below 32,768, where systems begin to take ports for outgoing connections: a port of theirs may be
/// free when it is chosen, and somebody's end of a connection when it is needed.
public final class FreePort {
    private static final int FIRST = 12_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    /// @throws IllegalStateException when a thousand random ports were all taken
    public static int any() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port between " + FIRST + " and " + LAST + " is free");
    }

    private static boolean isFree(int port) {
        try (var listening = new ServerSocket(port)) {
            return listening.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
