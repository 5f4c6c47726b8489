package dev.sallyport.password;

import dev.sallyport.password.Breaches.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The operator's copy of the breached passwords: SHA-1 in hex, one a line, sorted, with or without something
/// after the 40 digits (`:count`). Searched in place by halves: some forty small reads for a file of
/// gigabytes. Reads and not mapped memory, because a file that shrinks under us is then an error and not the
/// end of the process. Opened for each search, so that a new file under the same name counts at once.
final class BreachFile {
    private static final Logger LOG = LoggerFactory.getLogger(BreachFile.class);
    /// Longer than any line of such a file.
    private static final int WINDOW = 128;

    private static final Pattern LINE = Pattern.compile("[0-9A-Fa-f]{40}([^0-9A-Za-z].*)?");

    private final Path path;

    BreachFile(Path path) {
        this.path = path;
    }

    /// @param hash 40 hex digits
    Answer ask(String hash) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return contains(file, hash) ? Answer.BREACHED : Answer.NOT_BREACHED;
        } catch (IOException broken) {
            LOG.warn("The file of breached passwords cannot be searched: {}", broken.toString());
            return Answer.UNKNOWN;
        }
    }

    /// `low` and `high` are always where lines begin; what is sought lies between.
    private static boolean contains(FileChannel file, String hash) throws IOException {
        long low = 0;
        long high = withoutEmptyEnd(file);
        while (low < high) {
            long middle = (low + high) >>> 1;
            long from = Math.max(low, middle - WINDOW);
            String around = read(file, from, (int) (Math.min(high, middle + WINDOW) - from));
            int begin = around.lastIndexOf('\n', (int) (middle - from) - 1) + 1;
            int end = around.indexOf('\n', (int) (middle - from));
            String line = around.substring(begin, end < 0 ? around.length() : end);
            boolean whole = (begin > 0 || from == low) && (end >= 0 || from + around.length() == high);
            if (!whole || !LINE.matcher(line.stripTrailing()).matches()) {
                throw new IOException("at byte " + (from + begin) + " there is no line of 40 hex digits");
            }
            int order = line.substring(0, hash.length()).compareToIgnoreCase(hash);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = end < 0 ? high : from + end + 1;
            } else {
                high = from + begin;
            }
        }
        return false;
    }

    private static long withoutEmptyEnd(FileChannel file) throws IOException {
        long size = file.size();
        int tail = (int) Math.min(WINDOW, size);
        String end = read(file, size - tail, tail);
        return size - tail + end.stripTrailing().length();
    }

    private static String read(FileChannel file, long from, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("it ends before byte " + (from + length));
            }
        }
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }
}
