package dev.sallyport.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The line between two programs, which can be cut.
final class Wire implements AutoCloseable {
    /// What becomes of a line.
    enum State {
        WHOLE,
        /// Connections end, and none is taken.
        CUT,
        /// Connections stay, new ones are taken, and nothing comes through, either way.
        DUMB,
        /// What we say arrives; what is said to us does not.
        DEAF
    }

    private final ServerSocket door;
    private final int to;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile State state = State.WHOLE;

    Wire(int to) {
        this.to = to;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::open);
    }

    int port() {
        return door.getLocalPort();
    }

    void turn(State next) {
        state = next;
        if (next != State.DUMB && next != State.DEAF) {
            // A line that was silent is no good any more: what it swallowed is lost.
            sockets.forEach(Wire::end);
        }
    }

    private void open() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                if (state == State.CUT) {
                    end(near);
                } else {
                    join(near, new Socket(InetAddress.getLoopbackAddress(), to));
                }
            } catch (IOException e) {
                // The door was shut, or nobody is at the other end.
            }
        }
    }

    private void join(Socket near, Socket far) {
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> carry(near, far, false));
        Thread.ofVirtual().start(() -> carry(far, near, true));
    }

    private void carry(Socket from, Socket to, boolean towardsUs) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var piece = new byte[8192];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                State now = state;
                if (now == State.WHOLE || (now == State.DEAF && !towardsUs)) {
                    out.write(piece, 0, read);
                }
            }
        } catch (IOException e) {
            // It was cut.
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        turn(State.CUT);
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
