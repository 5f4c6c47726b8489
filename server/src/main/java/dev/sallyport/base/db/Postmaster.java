package dev.sallyport.base.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// PostgreSQL's first process, as it is found by the number in its data folder.
final class Postmaster {
    /// Long enough for a checkpoint on a slow disk.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int PORT_LINE = 3;

    private Postmaster() {}

    /// Stops the postmaster that a killed server has left behind. The number in the folder may by now be that
    /// of another process, after a restart of the machine for example: only one that really is a postgres on
    /// this folder is stopped, and the number of any other is forgotten.
    static void stopOrphan(Path folder) throws IOException {
        Path file = folder.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        Optional<ProcessHandle> alive = number(file).flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
        if (alive.isEmpty()) {
            // PostgreSQL itself clears the file away, after a look at what its dead processes may have left.
            return;
        }
        if (serves(alive.get(), folder)) {
            stop(alive.get());
        } else {
            Files.delete(file);
        }
    }

    private static Optional<Long> number(Path file) throws IOException {
        try {
            return Files.readAllLines(file).stream().findFirst().map(line -> Long.parseLong(line.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// The port of the one that runs on this folder.
    static Optional<Integer> port(Path folder) throws IOException {
        Path file = folder.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        boolean runs = number(file)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .isPresent();
        return runs && lines.size() > PORT_LINE && lines.get(PORT_LINE).strip().matches("\\d{1,5}")
                ? Optional.of(Integer.parseInt(lines.get(PORT_LINE).strip()))
                : Optional.empty();
    }

    private static boolean serves(ProcessHandle process, Path folder) {
        Path about = Path.of("/proc", Long.toString(process.pid()));
        try {
            List<String> command =
                    List.of(Files.readString(about.resolve("cmdline")).split("\0"));
            return command.getFirst().endsWith("/postgres")
                    && (command.contains(folder.toString()) || Files.isSameFile(about.resolve("cwd"), folder));
        } catch (IOException e) {
            // Another user's process, or it has just ended: in neither case ours.
            return false;
        }
    }

    /// Ends it fast and cleanly: no new requests, open ones are broken off, everything is written (SIGINT).
    static void stop(ProcessHandle process) throws IOException {
        int code;
        try {
            code = new ProcessBuilder("sh", "-c", "kill -INT \"$0\"", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                // It may have ended by itself in between.
                if (!process.isAlive()) {
                    return;
                }
                throw new IOException("process " + process.pid() + " takes no signal");
            }
            CompletableFuture<ProcessHandle> end = process.onExit();
            end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the database stops", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the database (process " + process.pid() + ") does not stop", e);
        }
    }
}
