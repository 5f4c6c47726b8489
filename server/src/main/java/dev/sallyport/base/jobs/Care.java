package dev.sallyport.base.jobs;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Recurring work of a feature: what is too old is forgotten, what is due is done. One node of many does it.
public final class Care {
    private static final Logger LOG = LoggerFactory.getLogger(Care.class);

    private Care() {}

    /// A task that runs once in each span, for a bean of the feature.
    ///
    /// @param work returns how much it did, for the log
    public static RecurringTask<Void> every(Duration span, String name, IntSupplier work) {
        return Tasks.recurring(name, FixedDelay.of(span)).execute((instance, context) -> {
            int done = work.getAsInt();
            if (done > 0) {
                LOG.info("{}: {}", name, done);
            }
        });
    }
}
