package dev.sallyport.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/// The temporary folder of a scenario: gone with everything in it when the scenario ends.
record Folder(Path path) implements AutoCloseable {
    static Folder create() throws IOException {
        return new Folder(java.nio.file.Files.createTempDirectory("sallyport-bench"));
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    static void delete(Path path) throws IOException {
        FileSystemUtils.deleteRecursively(path);
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }
}
