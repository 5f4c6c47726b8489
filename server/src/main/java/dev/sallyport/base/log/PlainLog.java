package dev.sallyport.base.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;

/// Lines for people, in the demo: time, level, where, what, and the values beside it. The lines of a stack
/// trace begin with a bar, so that none of them can be taken for an event.
public final class PlainLog implements StructuredLogFormatter<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final ThrowableProxyConverter throwables;

    PlainLog(ThrowableProxyConverter throwables) {
        this.throwables = throwables;
    }

    @Override
    public String format(ILoggingEvent event) {
        var line = new StringBuilder(200);
        line.append(TIME.format(event.getInstant()))
                .append(' ')
                .append(event.getLevel())
                .append(' ');
        String logger = event.getLoggerName();
        line.append(logger.substring(logger.lastIndexOf('.') + 1)).append(": ");
        line.append(Harmless.line(String.valueOf(event.getFormattedMessage())));
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs()
                    .forEach(pair ->
                            line.append(' ').append(pair.key).append('=').append(Harmless.line("" + pair.value)));
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            Harmless.lines(throwables.convert(event).replace("\r\n", "\n"))
                    .lines()
                    .forEach(one -> line.append("  | ").append(one).append('\n'));
        }
        return line.toString();
    }
}
