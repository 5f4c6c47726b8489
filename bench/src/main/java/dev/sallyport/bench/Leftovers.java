package dev.sallyport.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/// What must be gone when a measurement is broken off: its processes first, then its folders.
final class Leftovers {
    private static final Set<Process> PROCESSES = ConcurrentHashMap.newKeySet();
    private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Leftovers::clear));
    }

    private Leftovers() {}

    static Process started(Process process) {
        PROCESSES.add(process);
        return process;
    }

    static Path made(Path folder) {
        FOLDERS.add(folder);
        return folder;
    }

    static void delete(Path folder) throws IOException {
        FileSystemUtils.deleteRecursively(folder);
        FOLDERS.remove(folder);
    }

    private static void clear() {
        PROCESSES.forEach(Process::destroy);
        try {
            for (Process process : PROCESSES) {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
            for (Path folder : FOLDERS) {
                FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException e) {
            System.err.println("Something was left behind: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
