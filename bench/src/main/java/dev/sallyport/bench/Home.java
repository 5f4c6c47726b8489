package dev.sallyport.bench;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the launcher lies: above `bench/target`, where this code is.
final class Home {
    private Home() {}

    static Path folder() {
        try {
            Path here = Path.of(Bench.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = here; folder != null; folder = folder.getParent()) {
                if (Files.isExecutable(folder.resolve("sallyport"))) {
                    return folder;
                }
            }
            throw new Unmeasurable("The launcher `sallyport` is not above " + here + ".");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
