package dev.sallyport.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Every checkpoint once more, outside the database: one line of JSON each, only ever appended. Whoever
/// restores an older database, or cuts facts together with the checkpoints that know them, cannot make these
/// lines fit.
final class AnchorFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Object WRITER = new Object();

    private final Path path;
    /// The last line as it was when the file had this size: a year's file is not read anew each minute.
    private Optional<Line> lastLine = Optional.empty();

    private long sizeThen;

    AnchorFile(Path path) {
        this.path = path;
    }

    /// @param at when the checkpoint was made, ISO-8601
    /// @param hash the checkpoint's, in hex
    /// @param key which key signed the hash
    /// @param signature in hex
    record Line(long number, String at, String hash, String key, String signature) {
        static Line of(Checkpoint c) {
            var hex = HexFormat.of();
            return new Line(
                    c.number(), c.at().toString(), hex.formatHex(c.hash()), c.keyId(), hex.formatHex(c.signature()));
        }

        byte[] hashBytes() {
            return HexFormat.of().parseHex(hash);
        }

        byte[] signatureBytes() {
            return HexFormat.of().parseHex(signature);
        }
    }

    /// What is done with each line in turn; false stops the reading.
    interface Reader {
        boolean line(Line line);
    }

    /// Reads the lines one by one. A line that is no anchor is what a crash in the middle of a write leaves;
    /// the writer has written it again after, so it is passed over.
    static void read(Path path, Reader reader) {
        if (!Files.exists(path)) {
            return;
        }
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                Optional<Line> line = parse(text);
                if (line.isPresent() && !reader.line(line.get())) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Line> parse(String text) {
        try {
            Line line = JSON.readValue(text, Line.class);
            line.hashBytes();
            line.signatureBytes();
            return Optional.of(line);
        } catch (JacksonException | IllegalArgumentException e) {
            // Half a line. If it was a whole one that somebody broke, the gap it leaves is found by its
            // number.
            return Optional.empty();
        }
    }

    Optional<Line> last() {
        synchronized (WRITER) {
            long size = size();
            if (size != sizeThen) {
                lastLine = Optional.empty();
                read(path, line -> {
                    lastLine = Optional.of(line);
                    return true;
                });
                sizeThen = size;
            }
            return lastLine;
        }
    }

    private long size() {
        try {
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(List<Checkpoint> checkpoints) {
        var text = new StringBuilder();
        for (Checkpoint c : checkpoints) {
            text.append(JSON.writeValueAsString(Line.of(c))).append('\n');
        }
        synchronized (WRITER) {
            try {
                Path folder = path.toAbsolutePath().getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                try (var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    String start = endsInTheMiddleOfALine() ? "\n" : "";
                    var bytes = ByteBuffer.wrap((start + text).getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
                lastLine = Optional.of(Line.of(checkpoints.getLast()));
                sizeThen = size();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private boolean endsInTheMiddleOfALine() throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() == 0) {
                return false;
            }
            var last = ByteBuffer.allocate(1);
            channel.read(last, channel.size() - 1);
            return last.get(0) != '\n';
        }
    }
}
