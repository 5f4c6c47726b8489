package dev.sallyport.base.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/// Keeps what libraries say below INFO out of the log, whatever levels an operator sets: it is written for
/// their makers, and holds whole requests with their cookies and whole mails with their codes. Our own
/// packages may say more.
public final class Discretion extends TurboFilter {
    private static final String OURS = "dev.sallyport";

    /// Once for all loggers of this process.
    public static void begin() {
        var loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (loggers.getTurboFilterList().stream().noneMatch(Discretion.class::isInstance)) {
            var discretion = new Discretion();
            discretion.setContext(loggers);
            discretion.start();
            loggers.addTurboFilter(discretion);
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        return level.isGreaterOrEqual(Level.INFO) || logger.getName().startsWith(OURS)
                ? FilterReply.NEUTRAL
                : FilterReply.DENY;
    }
}
