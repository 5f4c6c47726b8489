package dev.sallyport.withdrawal;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.jobs.Care;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The policy as it is read at the start, and what is kept of an account.
@Configuration(proxyBeanMethods = false)
class WithdrawalBeans {
    private static final String OURS = "/withdrawal/policy.tsv";
    private static final int MOST = 1_000;

    /// No node serves by a policy that it cannot read.
    @Bean
    Policy withdrawalPolicy(Config config) {
        Path file = config.services().withdrawalPolicy();
        return switch (Policy.read(file == null ? ours() : lines(file))) {
            case Policy.Read.Good good -> good.policy();
            case Policy.Read.Bad bad ->
                throw new IllegalStateException("withdrawal.policy-file: " + (file == null ? OURS : file) + ": "
                        + String.join("; ", bad.mistakes()));
        };
    }

    private static List<String> ours() {
        try (var in = Objects.requireNonNull(WithdrawalBeans.class.getResourceAsStream(OURS))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Bean
    Task<Void> forgetWithdrawalSums(SumStore sums, MoneyClock clock) {
        return Care.every(
                Duration.ofHours(1),
                "withdrawal-sum-forgetting",
                () -> sums.forget(clock.now().minus(Duration.ofDays(2))));
    }

    @Bean
    Task<Void> forgetInvitations(SecondStore seconds, MoneyClock clock) {
        return Care.every(Duration.ofHours(1), "withdrawal-invitation-forgetting", () -> seconds.forget(clock.now()));
    }

    @Bean
    Task<Void> forgetDestinations(DestinationStore destinations, MoneyClock clock) {
        return Care.every(
                Duration.ofHours(1), "withdrawal-destination-forgetting", () -> destinations.forget(clock.now()));
    }

    @Bean
    Belongings destinationBelongings(DestinationStore store, DestinationVault vault) {
        return new Belongings() {
            @Override
            public String name() {
                return "destinations";
            }

            @Override
            public Object export(AccountId account) {
                return store.list(account).stream().map(vault::open).toList();
            }

            @Override
            public void erase(AccountId account) {
                store.erase(account);
            }
        };
    }

    @Bean
    Belongings withdrawalBelongings(
            WithdrawalStore store, SumStore sums, SecondStore seconds, MailboxStore mailboxes, TermsVault vault) {
        return new Belongings() {
            @Override
            public String name() {
                return "withdrawals";
            }

            @Override
            public Object export(AccountId account) {
                return store.list(account, MOST).stream()
                        .map(one -> {
                            var part = new LinkedHashMap<String, Object>();
                            part.put("id", one.id().toString());
                            part.put("askedAt", one.createdAt().toString());
                            part.put("state", one.state().name());
                            part.put("request", vault.open(one).request());
                            return part;
                        })
                        .toList();
            }

            @Override
            public void erase(AccountId account) {
                seconds.erase(account);
                mailboxes.erase(account);
                sums.erase(account);
                store.erase(account);
            }
        };
    }
}
