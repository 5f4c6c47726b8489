package dev.sallyport.oauth;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.sallyport.base.db.Feed;
import dev.sallyport.base.jobs.Care;
import dev.sallyport.base.who.AccountId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What is done beside: logout tokens go out, keys are renewed, what is over is forgotten.
@Configuration(proxyBeanMethods = false)
class OAuthJobs {
    private static final Duration KEPT = Duration.ofDays(60);

    @Bean
    Task<Void> oauthLogoutDelivery(LogoutDelivery delivery) {
        return Tasks.custom("oauth-logout", Void.class)
                .onFailureReschedule(FixedDelay.ofMinutes(1))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    String[] parts = instance.getId().split("/", -1);
                    Optional<Instant> again =
                            delivery.attempt(new AccountId(UUID.fromString(parts[0])), UUID.fromString(parts[1]));
                    return again.isEmpty()
                            ? new CompletionHandler.OnCompleteRemove<>()
                            : (complete, operations) -> operations.reschedule(complete, again.get());
                });
    }

    @Bean
    Task<Void> oauthKeys(SigningKeys keys) {
        return Care.every(Duration.ofMinutes(10), "oauth-keys", keys::renew);
    }

    /// At once when a node hears of it; this is for when none did.
    @Bean
    Task<Void> oauthRemovals(Removals removals, Feed feed) {
        removals.listen(feed);
        return Care.every(Duration.ofMinutes(1), "oauth-removals", removals::clear);
    }

    @Bean
    Task<Void> oauthGrace(TokenStore tokens, Clock clock) {
        return Care.every(
                Duration.ofMinutes(1),
                "oauth-grace",
                () -> tokens.forgetNext(clock.instant().minus(Grant.REFRESH_GRACE)));
    }

    @Bean
    Task<Void> oauthForgetting(TokenStore tokens, LogoutStore logouts, Clock clock) {
        return Care.every(
                Duration.ofMinutes(10),
                "oauth-forgetting",
                () -> tokens.forget(clock.instant())
                        + tokens.forgetGrants(clock.instant().minus(KEPT))
                        + logouts.forget(clock.instant().minus(KEPT)));
    }
}
