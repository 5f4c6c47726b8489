package dev.sallyport.notices;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.sallyport.base.who.AccountId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The jobs behind the outbox, and the gauge that tells whether it moves.
@Configuration(proxyBeanMethods = false)
class DeliveryJob {
    /// A job's name carries all that it needs, the account included, so that its row is found on one shard.
    static String name(NoticeStore.Id id, Channel channel) {
        return id.account() + "/" + id.notice() + "/" + channel;
    }

    @Bean
    Task<Void> noticeDelivery(Delivery delivery) {
        return Tasks.custom("notice-delivery", Void.class)
                // Only a fault of ours or of the database comes here; what the other side does is an outcome.
                .onFailureReschedule(FixedDelay.ofMinutes(1))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    String[] parts = instance.getId().split("/", -1);
                    var id = new NoticeStore.Id(new AccountId(UUID.fromString(parts[0])), UUID.fromString(parts[1]));
                    return switch (delivery.attempt(id, Channel.valueOf(parts[2]))) {
                        case Delivery.Next.Done() -> new CompletionHandler.OnCompleteRemove<>();
                        case Delivery.Next.Again(Instant at) ->
                            (complete, operations) -> operations.reschedule(complete, at);
                    };
                });
    }

    @Bean
    Task<Void> noticeRetentionJob(NoticeRetention retention) {
        return Tasks.recurring("notice-retention", FixedDelay.ofMinutes(10))
                .execute((instance, context) -> retention.run());
    }

    @Bean
    MeterBinder noticeAge(NoticeStore store, Clock clock) {
        return registry -> Gauge.builder(
                        "sallyport.notices.oldest.seconds",
                        store,
                        s -> s.oldestOpen()
                                .map(oldest -> Math.max(
                                        0.0,
                                        Duration.between(oldest, clock.instant())
                                                        .toMillis()
                                                / 1000.0))
                                .orElse(0.0))
                .description("Age of the oldest message that has not gone out")
                .register(registry);
    }
}
