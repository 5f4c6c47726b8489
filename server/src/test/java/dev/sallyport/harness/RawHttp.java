package dev.sallyport.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Sends bytes as they are, which no well-behaved client would.
public final class RawHttp {
    private RawHttp() {}

    /// @return all that came back until the server closed the connection or said nothing more
    public static String send(URI to, byte[] request) {
        try (var socket = new Socket(to.getHost(), to.getPort())) {
            socket.setSoTimeout(3_000);
            var answer = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
            } catch (SocketException e) {
                // The server has answered and closed before it read everything; the answer is still there.
            }
            read(socket.getInputStream(), answer);
            return answer.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(InputStream from, ByteArrayOutputStream into) throws IOException {
        byte[] buffer = new byte[8192];
        try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                into.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException | SocketException e) {
            // Nothing more comes.
        }
    }

    public static String send(URI to, String request) {
        return send(to, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The status of the first answer; 0 when the connection was closed without one.
    public static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    /// How many answers there are: two to one request means that it was smuggled.
    public static int answers(String answer) {
        return answer.split("HTTP/1\\.1 [1-5]", -1).length - 1;
    }
}
