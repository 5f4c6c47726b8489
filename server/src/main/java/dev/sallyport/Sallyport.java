package dev.sallyport;

import dev.sallyport.base.crypto.KeyTrouble;
import dev.sallyport.base.db.DatabaseTrouble;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line. It ends with 0 when all is well, with 1 when something is in the way, and with 2 when it
/// was called or configured wrongly; what is wrong is said in sentences on the error stream.
@Command(
        name = "sallyport",
        description = "Account security for services that hold other people's money.",
        mixinStandardHelpOptions = true,
        versionProvider = Sallyport.class,
        subcommands = {
            Demo.class,
            Serve.class,
            RoutesCommand.class,
            KeysCommand.class,
            ClientCommand.class,
            AuditCommand.class,
            SmsCommand.class,
            GenuineCommand.class,
            SignalsCommand.class,
            ConfigCommand.class,
            VersionCommand.class
        })
public final class Sallyport implements Runnable, IVersionProvider {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public static void main(String[] args) {
        Quiet.untilTheServerLogs();
        int code = commandLine().execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Sallyport()).setExecutionExceptionHandler((trouble, line, parsed) -> {
            line.getErr().println(sentence(trouble).orElseThrow(() -> trouble));
            return CommandLine.ExitCode.SOFTWARE;
        });
    }

    /// What is in the way, when it is something that the person who started us can mend; otherwise it is a
    /// bug.
    private static Optional<String> sentence(Throwable trouble) {
        for (Throwable t = trouble; t != null; t = t.getCause()) {
            String said = switch (t) {
                case DatabaseTrouble database -> database.getMessage();
                case KeyTrouble keys -> keys.getMessage();
                case BindException taken -> "A port cannot be opened: " + taken.getMessage();
                case AccessDeniedException denied -> denied.getFile() + " cannot be used: access is denied";
                case FileSystemException file -> "A file cannot be used: " + file.getMessage();
                default -> null;
            };
            if (said != null) {
                return Optional.of(said.endsWith(".") ? said : said + ".");
            }
        }
        return Optional.empty();
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: demo, serve, routes, keys, client, audit, sms, signals, config or version.");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Sallyport " + version()};
    }

    static String version() {
        return Optional.ofNullable(Sallyport.class.getPackage().getImplementationVersion())
                .orElse("(built without a jar)");
    }
}
