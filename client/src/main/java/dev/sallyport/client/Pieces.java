package dev.sallyport.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Cuts a stream of server-sent events (HTML Standard section 9.2.6) into its pieces.
final class Pieces {
    private static final int LONGEST_LINE = 65_536;
    private static final int LONGEST_DATA = 1_000_000;

    /// Takes what was cut.
    @FunctionalInterface
    interface Taker {
        void take(String id, String event, String data) throws Json.Malformed;
    }

    private final Taker taker;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String id = "";
    private String event = "";
    private boolean afterReturn;

    Pieces(Taker taker) {
        this.taker = taker;
    }

    void feed(ByteBuffer bytes) throws Json.Malformed {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            boolean second = afterReturn && next == '\n';
            afterReturn = next == '\r';
            if (second) {
                continue;
            }
            if (next == '\n' || next == '\r') {
                String whole = line.toString(StandardCharsets.UTF_8);
                line.reset();
                end(whole);
            } else if (line.size() >= LONGEST_LINE) {
                throw new Json.Malformed("too long a line");
            } else {
                line.write(next);
            }
        }
    }

    private void end(String whole) throws Json.Malformed {
        if (whole.isEmpty()) {
            if (data.length() > 0) {
                taker.take(id, event, data.toString());
            }
            data.setLength(0);
            event = "";
            return;
        }
        int colon = whole.indexOf(':');
        String field = colon < 0 ? whole : whole.substring(0, colon);
        String value = colon < 0 ? "" : whole.substring(colon + 1);
        field(field, value.startsWith(" ") ? value.substring(1) : value);
    }

    private void field(String field, String value) throws Json.Malformed {
        switch (field) {
            case "id":
                id = value;
                break;
            case "event":
                event = value;
                break;
            case "data":
                if (data.length() + value.length() > LONGEST_DATA) {
                    throw new Json.Malformed("too long an event");
                }
                data.append(data.length() > 0 ? "\n" : "").append(value);
                break;
            default:
            // a comment, or nothing that we know
        }
    }
}
