package dev.sallyport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The temporary folder of a scenario: gone with everything in it when the scenario ends.
record Folder(Path path) implements AutoCloseable {
    static Folder create() throws IOException {
        return new Folder(Leftovers.made(Files.createTempDirectory("sallyport-bench")));
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        Leftovers.delete(path);
    }
}
