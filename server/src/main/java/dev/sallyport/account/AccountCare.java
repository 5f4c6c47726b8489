package dev.sallyport.account;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.jobs.Care;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Erases the accounts that are due, lets go of addresses that can no longer object, forgets flows that are
/// over, and brings the look-up table under the newest key.
@Configuration(proxyBeanMethods = false)
class AccountCare {
    @Bean
    Task<Void> eraseAccounts(Closings closings) {
        return Care.every(Duration.ofMinutes(10), "account-erasing", closings::eraseDue);
    }

    @Bean
    Task<Void> releaseContacts(ContactRelease release) {
        return Care.every(Duration.ofMinutes(10), "contact-release", release::releaseDue);
    }

    @Bean
    Task<Void> reindexContacts(Reindexing reindexing) {
        return Care.every(Duration.ofMinutes(1), "contact-reindexing", reindexing::some);
    }

    @Bean
    Task<Void> forgetFlows(ContactCodeStore codes, Provings provings, Clock clock) {
        return Care.every(
                Duration.ofHours(1),
                "flow-forgetting",
                () -> codes.forget(clock.instant()) + provings.forget(clock.instant()));
    }
}
