package dev.sallyport.base.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;

/// Runs every [Task] that a feature declares as a bean. What is scheduled inside a transaction exists when it
/// commits, and is then done by one node of all, again after a crash.
@Component
public final class Jobs implements SmartLifecycle, SmartInitializingSingleton {
    private final DataSource dataSource;
    private final ObjectProvider<Task<?>> tasks;
    private final Clock clock;
    private @Nullable Scheduler scheduler;
    private volatile boolean running;

    Jobs(DataSource dataSource, ObjectProvider<Task<?>> tasks, Clock clock) {
        this.dataSource = dataSource;
        this.tasks = tasks;
        this.clock = clock;
    }

    /// After all features exist: their tasks need them, and they need us to schedule.
    @Override
    public void afterSingletonsInstantiated() {
        var ordinary = new ArrayList<Task<?>>();
        var recurring = new ArrayList<RecurringTask<?>>();
        for (Task<?> task : tasks.stream().toList()) {
            if (task instanceof RecurringTask<?> again) {
                recurring.add(again);
            } else {
                ordinary.add(task);
            }
        }
        this.scheduler = Scheduler.create(new TransactionAwareDataSourceProxy(dataSource), ordinary)
                .startTasks(recurring)
                .clock(clock::instant)
                // Not the process's number: in containers every node may be process 1.
                .schedulerName(new SchedulerName.Fixed("node-" + UUID.randomUUID()))
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .threads(8)
                .pollingInterval(Duration.ofSeconds(1))
                .heartbeatInterval(Duration.ofSeconds(10))
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(Duration.ofSeconds(10))
                .build();
    }

    /// For scheduling; inside a transaction it becomes part of it.
    public Scheduler scheduler() {
        return Objects.requireNonNull(scheduler, "nothing can be scheduled before every feature exists");
    }

    @Override
    public void start() {
        scheduler().start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        scheduler().stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
