package dev.sallyport.notices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A mail server that takes mails under encryption only: from the first byte (`tls`), or after `STARTTLS`. It
/// keeps apart what it heard in plain and what it heard encrypted.
final class TlsServer implements AutoCloseable {
    private final ServerSocket listening;
    private final SSLContext identity;
    private final boolean atOnce;
    final List<String> plain = new CopyOnWriteArrayList<>();
    final List<String> encrypted = new CopyOnWriteArrayList<>();
    final List<String> protocols = new CopyOnWriteArrayList<>();

    TlsServer(SSLContext identity, boolean atOnce) throws IOException {
        this.identity = identity;
        this.atOnce = atOnce;
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                if (atOnce) {
                    talk(encrypt(client), true, true);
                } else if (talk(client, false, true)) {
                    talk(encrypt(client), true, false);
                }
            } catch (IOException e) {
                // This client is gone or does not trust us, or we are closed; the loop's condition sees which.
            }
        }
    }

    private SSLSocket encrypt(Socket client) throws IOException {
        var socket = (SSLSocket) identity.getSocketFactory().createSocket(client, null, client.getPort(), false);
        socket.setUseClientMode(false);
        socket.startHandshake();
        protocols.add(socket.getSession().getProtocol());
        return socket;
    }

    /// @return whether the client wants to go on encrypted
    private boolean talk(Socket client, boolean safe, boolean greet) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        var out = client.getOutputStream();
        if (greet) {
            say(out, "220 ready");
        }
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            (safe ? encrypted : plain).add(line);
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    say(out, "250 taken");
                }
            } else if (line.startsWith("EHLO")) {
                say(out, safe ? "250-ready\r\n250 AUTH PLAIN" : "250-ready\r\n250 STARTTLS");
            } else if (line.equals("STARTTLS") && !safe) {
                say(out, "220 go on");
                return true;
            } else if (line.startsWith("AUTH")) {
                say(out, safe ? "235 welcome" : "538 encrypt first");
            } else if (line.equals("DATA")) {
                data = true;
                say(out, "354 go on");
            } else if (line.equals("QUIT")) {
                say(out, "221 bye");
                return false;
            } else {
                say(out, safe ? "250 ok" : "530 encrypt first");
            }
        }
        return false;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
