package dev.sallyport.bench;

import dev.sallyport.base.db.FreePort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A [BareServer] in a process with the same Java and the same options as ours.
final class Bare implements AutoCloseable {
    final int port;
    private final Process process;

    private Bare(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    static Bare start(String answer, Path log) throws IOException {
        int port = FreePort.any();
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(BareServer.class.getName(), Integer.toString(port), answer));
        Process process = Leftovers.started(new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return new Bare(port, process);
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    process.destroy();
                    throw new Unmeasurable("The bare server did not start; see " + log + ".");
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    Duration processor() {
        return Processes.processor(process.toHandle());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
