package dev.sallyport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Libraries talk on standard output until Spring sets logging up; commands speak there themselves.
final class Quiet {
    private Quiet() {}

    static void untilTheServerLogs() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
            // What it finds wrong in its settings is told as a sentence, beside the other mistakes.
            logback.getLogger("org.apache.kafka").setLevel(Level.OFF);
        }
    }
}
