package dev.sallyport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What the operating system knows of a process.
final class Processes {
    private Processes() {}

    /// User and system time together, to a hundredth of a second.
    static Duration processor(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    static long residentBytes(ProcessHandle process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            throw new Unmeasurable("Resident memory is read from /proc, which is not here.");
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new Unmeasurable("The process has ended.");
    }
}
