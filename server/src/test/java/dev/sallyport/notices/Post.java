package dev.sallyport.notices;

import dev.sallyport.harness.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waiting for what another thread does, and addresses that no other test uses.
final class Post {
    private Post() {}

    static String newAddress() {
        return "anna" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE) + "@examplex.com";
    }

    static List<DemoMailbox.Mail> mailbox(TestNode node, String to, int count) {
        var mailbox = node.bean(DemoMailbox.class);
        await(() -> mailbox.newest(to, 200).size() >= count, count + " messages");
        return mailbox.newest(to, 200);
    }

    static void await(Supplier<Boolean> condition, String what) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.get()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " did not come about in 30 seconds");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
