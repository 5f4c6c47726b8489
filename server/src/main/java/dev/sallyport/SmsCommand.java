package dev.sallyport;

import dev.sallyport.base.config.Config;
import dev.sallyport.notices.SmsSwitch;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sms",
        description = "Stop texts to a country and let them go on; running nodes obey within ten seconds.",
        mixinStandardHelpOptions = true)
final class SmsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(name = "stop", description = "Stop every text to a country.", mixinStandardHelpOptions = true)
    int stop(
            @Mixin RunningOptions settings,
            @Parameters(paramLabel = "COUNTRY", description = "Two letters, such as DE.") String country) {
        String code = checked(country);
        return with(
                settings,
                texts -> List.of(
                        texts.stop(code)
                                ? "Texts to " + code
                                        + " are stopped, notices too. Running nodes obey within ten seconds."
                                : "Texts to " + code + " were stopped already."));
    }

    @Command(
            name = "start",
            description = "Let texts to a country go on, whoever stopped them.",
            mixinStandardHelpOptions = true)
    int start(
            @Mixin RunningOptions settings,
            @Parameters(paramLabel = "COUNTRY", description = "Two letters, such as DE.") String country) {
        String code = checked(country);
        return with(
                settings,
                texts -> List.of(
                        texts.start(code)
                                ? "Texts to " + code + " go on. Running nodes obey within ten seconds."
                                : "Texts to " + code + " were not stopped."));
    }

    @Command(name = "list", description = "Say where texts are stopped, and why.", mixinStandardHelpOptions = true)
    int list(@Mixin RunningOptions settings) {
        return with(settings, texts -> {
            List<String> stops = texts.list();
            return stops.isEmpty() ? List.of("Texts are stopped nowhere.") : stops;
        });
    }

    private String checked(String country) {
        if (!country.matches("[A-Z]{2}")) {
            throw new ParameterException(
                    spec.commandLine(), "\"" + country + "\" is no two-letter country code in capitals.");
        }
        return country;
    }

    private int with(RunningOptions settings, Function<SmsSwitch, List<String>> work) {
        Optional<Config> config = settings.readOrTell();
        if (config.isEmpty()) {
            return SettingsOptions.wrong();
        }
        SmsSwitch.with(config.get().database(), Clock.systemUTC(), work).forEach(out()::println);
        return CommandLine.ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
