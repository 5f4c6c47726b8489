package dev.sallyport.base.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// How PostgreSQL's programs are called. They refuse to run as root, so for root they are called as somebody
/// who is nobody: in a user namespace of their own where the kernel allows one, otherwise as the user
/// `nobody` with the one right to reach his files below folders that are root's.
///
/// @param prefix what stands before each program
/// @param owner the user whom the data must belong to; -1 for whoever starts it
record PostgresCommand(Path home, List<String> prefix, int owner) {
    private static final int NOBODY = 65_534;
    private static final List<String> NAMESPACE = List.of("unshare", "-U");
    private static final List<String> AS_NOBODY = List.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            // Otherwise access(2), by which initdb looks for its files, leaves the one right out of account.
            "--securebits=+no_setuid_fixup",
            "--inh-caps=-all,+dac_override",
            "--ambient-caps=-all,+dac_override");

    static PostgresCommand of(Path home, Path data) throws IOException {
        if ((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") != 0) {
            return new PostgresCommand(home, List.of(), -1);
        }
        if (works(NAMESPACE, data)) {
            return new PostgresCommand(home, NAMESPACE, 0);
        }
        if (works(AS_NOBODY, data)) {
            return new PostgresCommand(home, AS_NOBODY, NOBODY);
        }
        throw new DatabaseTrouble("PostgreSQL refuses to run as root, and neither `unshare -U` nor `setpriv` can be"
                + " used here: start Sallyport as an ordinary user.");
    }

    private static boolean works(List<String> prefix, Path data) {
        try {
            return run(command(prefix, "sh", "-c", "test -w \"$0\"", data.toString())) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> command(List<String> prefix, String... arguments) {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(arguments));
        return command;
    }

    private static int run(List<String> command) throws IOException {
        return wait(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private static int wait(Process process) throws IOException {
        try {
            if (process.waitFor(2, TimeUnit.MINUTES)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new IOException("no end after two minutes");
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Runs one of the programs to its end.
    ///
    /// @param input what it reads
    /// @throws DatabaseTrouble with what it said, when it failed
    void run(String program, String input, String... arguments) throws IOException {
        Path said = Files.createTempFile("sallyport", ".log");
        try {
            Process process = builder(program, List.of(), arguments)
                    .redirectOutput(said.toFile())
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            int code = wait(process);
            if (code != 0) {
                throw new DatabaseTrouble(program + " of the embedded PostgreSQL failed (" + code + "): "
                        + Files.readString(said).strip());
            }
        } finally {
            Files.delete(said);
        }
    }

    /// A session of its own keeps Ctrl-C, which the terminal sends to all, away from the database: the server
    /// must have finished first.
    Process start(Path log, String... arguments) throws IOException {
        List<String> session = Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("/usr/bin/setsid") : List.of();
        return builder("postgres", session, arguments)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private ProcessBuilder builder(String program, List<String> before, String... arguments) {
        var command = new ArrayList<>(before);
        command.addAll(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        // What the operator's shell says about other databases must not reach this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LANG", "C");
        builder.environment().put("LD_LIBRARY_PATH", home.resolve("lib").toString());
        return builder;
    }

    /// The data may have been made by another user than the one whom the programs run as now.
    void own(Path folder) throws IOException {
        if (owner < 0 || (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS) == owner) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
