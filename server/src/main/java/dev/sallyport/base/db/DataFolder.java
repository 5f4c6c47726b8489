package dev.sallyport.base.db;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The data folder, held by one process for as long as that lives. The lock is the kernel's, so it is gone
/// with its process however that ends; the number in the file only says whom to ask.
final class DataFolder implements AutoCloseable {
    /// Folders that this process holds. The kernel would let the same process in twice, and forget its lock
    /// when the second one is closed.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static DataFolder hold(Path data) {
        Path file = data.resolve("lock");
        try {
            if (!Files.isDirectory(data)) {
                Files.createDirectories(
                        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path real = data.toRealPath();
            if (!HELD.add(real)) {
                throw taken(data, Long.toString(ProcessHandle.current().pid()));
            }
            try {
                return new DataFolder(real, locked(data, file));
            } catch (DatabaseTrouble | IOException e) {
                HELD.remove(real);
                throw e;
            }
        } catch (IOException e) {
            throw new DatabaseTrouble(
                    "The data folder " + data + " cannot be written to (" + e
                            + "): give it to this user, or choose another one with --data.",
                    e);
        }
    }

    private static FileChannel locked(Path data, Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileLock lock = channel.tryLock();
        if (lock == null) {
            String holder = Files.readString(file).strip();
            channel.close();
            throw taken(data, holder);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static DatabaseTrouble taken(Path data, String holder) {
        return new DatabaseTrouble("The data folder " + data + " is in use by another Sallyport (process " + holder
                + "): stop that one, or choose another folder with --data.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(path);
    }
}
