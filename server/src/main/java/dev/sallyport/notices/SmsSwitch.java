package dev.sallyport.notices;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.db.DatabaseTrouble;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// The operator's switch for texts, by country. It works while every node is down, and running nodes obey
/// it within ten seconds.
public final class SmsSwitch {
    private final SmsStopStore store;
    private final Clock clock;

    SmsSwitch(SmsStopStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Does something with the switch of the database that the settings name.
    public static <T> T with(Config.Database database, Clock clock, Function<SmsSwitch, T> work) {
        var connection = new SingleConnectionDataSource(database.url(), database.user(), database.password(), true);
        try {
            return work.apply(new SmsSwitch(new SmsStopStore(JdbcClient.create(connection)), clock));
        } catch (DataAccessException e) {
            throw new DatabaseTrouble(
                    "The database at " + database.url() + " does not do it: "
                            + String.valueOf(e.getMostSpecificCause().getMessage())
                                    .strip(),
                    e);
        } finally {
            connection.destroy();
        }
    }

    /// Stops every text to a country, notices too. False when it is stopped already.
    public boolean stop(String country) {
        return store.stop(country, SmsStops.OPERATOR, clock.instant(), null);
    }

    /// Lets texts go to a country again, whoever stopped them; what was counted so far counts no longer.
    ///
    /// @return whether anything was stopped
    public boolean start(String country) {
        store.forgetCounts(country);
        return store.start(country) > 0;
    }

    /// What is stopped, a sentence each.
    public List<String> list() {
        return store.stops(clock.instant()).stream().map(SmsSwitch::line).toList();
    }

    private static String line(SmsStopStore.Stop stop) {
        String since = " since " + stop.since().truncatedTo(ChronoUnit.SECONDS);
        if (stop.cause().equals(SmsStops.OPERATOR)) {
            return stop.place() + ": all texts are stopped by the operator" + since + ".";
        }
        int colon = stop.place().indexOf(':');
        String where = colon < 0 ? stop.place() : stop.place().substring(0, colon) + ", one range of numbers";
        var until = stop.until();
        return where + ": texts to unproven numbers are stopped, because their codes do not come back," + since
                + (until == null ? "" : " until " + until.truncatedTo(ChronoUnit.SECONDS)) + ".";
    }
}
