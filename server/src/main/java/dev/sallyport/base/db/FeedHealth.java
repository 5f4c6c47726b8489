package dev.sallyport.base.db;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// A node that hears no news is not ready: another one should answer.
@Component("feed")
class FeedHealth implements HealthIndicator {
    private final Feed feed;

    FeedHealth(Feed feed) {
        this.feed = feed;
    }

    @Override
    public Health health() {
        return (feed.alive() ? Health.up() : Health.down()).build();
    }
}
