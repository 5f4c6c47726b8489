package dev.sallyport;

import dev.sallyport.base.config.Config;
import dev.sallyport.genuine.Watch;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "genuine",
        description = "What is ours, and what somebody may register to be taken for it.",
        mixinStandardHelpOptions = true)
final class GenuineCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(
            name = "permutations",
            description = {
                "List likely look-alikes of your domains, the likeliest first: rank, host, how it was made, of what.",
                "Nothing is looked up; feed it to whatever watches new registrations."
            },
            mixinStandardHelpOptions = true)
    int permutations(
            @Mixin SettingsOptions settings,
            @Option(names = "--csv", description = "As CSV with a head line.") boolean csv,
            @Option(names = "--most", description = "At most so many; all without it.", defaultValue = "2147483647")
                    int most,
            @Parameters(
                            arity = "0..*",
                            paramLabel = "DOMAIN",
                            description = "Instead of the hosts of the settings, such as examplex.com.")
                    List<String> domains) {
        Set<String> hosts = domains == null || domains.isEmpty() ? ofSettings(settings) : checked(domains);
        if (hosts.isEmpty()) {
            return SettingsOptions.wrong();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (csv) {
            out.println("rank,host,shown,way,of");
        }
        // No field can hold a comma or a quotation mark: hosts have none.
        Watch.likely(hosts).stream().limit(Math.max(0, most)).forEach(one -> {
            String separator = csv ? "," : "\t";
            out.println(String.join(
                    separator,
                    String.valueOf(one.rank()),
                    one.host(),
                    csv ? one.shown() : one.way(),
                    csv ? one.way() : one.of(),
                    csv ? one.of() : one.shown()));
        });
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private Set<String> ofSettings(SettingsOptions settings) {
        Optional<Config> config = settings.partOrTell(false, Set.of("origin", "genuine.hosts"));
        if (config.isEmpty()) {
            return Set.of();
        }
        var hosts = new HashSet<>(config.get().genuine().hosts());
        hosts.add(config.get().origin().getHost().toLowerCase(Locale.ROOT));
        return hosts;
    }

    private Set<String> checked(List<String> domains) {
        var hosts = new HashSet<String>();
        for (String domain : domains) {
            String host = domain.toLowerCase(Locale.ROOT);
            if (!host.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")) {
                throw new ParameterException(
                        spec.commandLine(), "\"" + domain + "\" is no domain such as examplex.com");
            }
            hosts.add(host);
        }
        return hosts;
    }
}
