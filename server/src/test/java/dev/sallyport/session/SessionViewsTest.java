package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionViewsTest {
    @Test
    @Proves("R-SES-3")
    void theListShowsWhatASessionWasOpenedWith() {
        Instant now = Instant.parse("2026-07-01T12:00:00Z");
        var session = new Session(
                AccountId.create(now),
                SessionId.create(now),
                null,
                List.of(new Session.Given("pwd", now), new Session.Given("otp", now)),
                false,
                Duration.ofHours(1),
                now,
                now,
                now,
                now.plus(Duration.ofDays(1)),
                false,
                false);
        var maintained = TestNode.shared().bean(Maintained.class);
        var seen = new Seen("203.0.113.7", null, "Firefox 150", "Linux");
        assertThat(SessionViews.of(new Sessions.Listed(session, seen), session, maintained)
                        .factors())
                .containsExactly("pwd", "otp");
    }
}
