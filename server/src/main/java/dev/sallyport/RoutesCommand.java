package dev.sallyport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "routes",
        description = "Print every URL with its port, guard, limit and handler.",
        mixinStandardHelpOptions = true)
final class RoutesCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().print(Routes.page());
        spec.commandLine().getOut().flush();
    }
}
