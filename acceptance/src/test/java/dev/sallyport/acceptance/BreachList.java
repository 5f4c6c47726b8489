package dev.sallyport.acceptance;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A range service of breached passwords, which learns of a breach when a test says so.
final class BreachList implements AutoCloseable {
    private static final int PREFIX = 5;
    /// So that no answer is empty: what counts nothing is padding.
    private static final String PADDING = "0".repeat(35) + ":0\r\n";

    private final Set<String> hashes = ConcurrentHashMap.newKeySet();
    private final HttpServer server;

    BreachList() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/range/", exchange -> {
            String prefix = exchange.getRequestURI().getPath().substring("/range/".length());
            var answer = new StringBuilder(PADDING);
            hashes.stream()
                    .filter(hash -> hash.startsWith(prefix))
                    .forEach(hash -> answer.append(hash.substring(PREFIX)).append(":7\r\n"));
            byte[] bytes = answer.toString().getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/range/";
    }

    void add(String password) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
            hashes.add(HexFormat.of().withUpperCase().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
