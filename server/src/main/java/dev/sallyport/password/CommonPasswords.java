package dev.sallyport.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// The commonest passwords of known breaches, in lower case: some 49,000, from the lists of the zxcvbn-ts
/// project (MIT; see NOTICE). Few of them are long enough for us as they are; they are what people pad and
/// double.
///
/// Kept as one array of sorted lines and their beginnings, 0.6 MiB; as strings it would be ten times that.
final class CommonPasswords {
    static final int LONGEST = 20;

    private final byte[] lines;
    private final int[] starts;

    private CommonPasswords(byte[] lines, int[] starts) {
        this.lines = lines;
        this.starts = starts;
    }

    /// Read when first asked for.
    static CommonPasswords bundled() {
        return Holder.BUNDLED;
    }

    private static final class Holder {
        static final CommonPasswords BUNDLED = read();
    }

    private static CommonPasswords read() {
        try (InputStream packed =
                        Objects.requireNonNull(CommonPasswords.class.getResourceAsStream("/password/common.txt.gz"));
                InputStream in = new GZIPInputStream(packed)) {
            byte[] lines = in.readAllBytes();
            int[] starts = new int[lines.length / 4];
            int count = 0;
            for (int i = 0; i < lines.length; i++) {
                if (i == 0 || lines[i - 1] == '\n') {
                    starts[count++] = i;
                }
            }
            return new CommonPasswords(lines, Arrays.copyOf(starts, count));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return starts.length;
    }

    /// Every one, for a test.
    List<String> all() {
        return new String(lines, StandardCharsets.UTF_8).lines().toList();
    }

    /// @param password in lower case
    boolean contains(String password) {
        return contains(password.getBytes(StandardCharsets.UTF_8), 0, password.length());
    }

    boolean contains(byte[] text, int from, int to) {
        int low = 0;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int end = middle + 1 < starts.length ? starts[middle + 1] - 1 : lines.length - 1;
            int order = Arrays.compareUnsigned(lines, starts[middle], end, text, from, to);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
