package dev.sallyport.notices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A mail server that answers by the name of the address.
final class GrumpyServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Thread thread;
    private final List<String> recipients = new CopyOnWriteArrayList<>();
    final List<String> messageIds = new CopyOnWriteArrayList<>();

    GrumpyServer(int port) throws IOException {
        socket = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
        thread = Thread.ofVirtual().start(this::serve);
    }

    /// How often a mail to this address was begun.
    long tries(String address) {
        return recipients.stream().filter(address::equals).count();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (var client = socket.accept();
                    var in = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
                talk(in, line -> {
                    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
                });
            } catch (IOException e) {
                // This client is gone, or we are; the loop's condition sees which.
            }
        }
    }

    private interface Say {
        void say(String line) throws IOException;
    }

    private void talk(BufferedReader in, Say out) throws IOException {
        out.say("220 grumpy");
        String to = "";
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (data) {
                if (line.startsWith("Message-ID: ")) {
                    messageIds.add(line);
                }
                if (line.equals(".")) {
                    data = false;
                    if (to.startsWith("lost") && tries(to) == 1) {
                        return;
                    }
                    out.say("250 taken");
                }
                continue;
            }
            if (line.startsWith("RCPT TO:<")) {
                to = line.substring(9, line.indexOf('>'));
                recipients.add(to);
                if (to.startsWith("later") && tries(to) == 1) {
                    out.say("451 4.7.1 <" + to + "> greylisted");
                } else if (to.startsWith("never")) {
                    out.say("550 5.1.1 <" + to + "> unknown");
                } else {
                    out.say("250 ok");
                }
            } else if (line.equals("DATA")) {
                data = true;
                out.say("354 go on");
            } else if (line.equals("QUIT")) {
                out.say("221 bye");
                return;
            } else {
                out.say("250 ok");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        thread.interrupt();
    }
}
