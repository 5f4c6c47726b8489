package dev.sallyport.service;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.jobs.Care;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Does what a service asks for once, by its idempotency key, together with keeping the answer. A
/// refusal is not kept: nothing was done, and asking again may succeed.
@Component
public final class Writes {
    static final Duration KEPT = Duration.ofHours(24);

    private final WriteStore store;
    private final Tx tx;
    private final Clock clock;
    private final JsonMapper json;

    Writes(WriteStore store, Tx tx, Clock clock, JsonMapper json) {
        this.store = store;
        this.tx = tx;
        this.clock = clock;
        this.json = json;
    }

    /// @param key the header as it came
    /// @param request all that makes the request what it is
    /// @throws Refused `KEY_MISSING`; `KEY_REUSED` when the key belongs to another request
    public <T> T once(Service service, @Nullable String key, String request, Class<T> type, Supplier<T> work) {
        if (key == null || !key.matches("[\\x21-\\x7e]{1,200}")) {
            throw new Refused(ErrorCode.KEY_MISSING, "no key, or none of 1 to 200 visible characters");
        }
        byte[] keyHash = Tokens.hash(key);
        byte[] requestHash = Tokens.hash(request);
        Instant now = clock.instant();
        return tx.run(() -> {
            store.free(service.name(), keyHash, now.minus(KEPT));
            if (store.begin(service.name(), keyHash, requestHash, now)) {
                T answer = work.get();
                store.finish(service.name(), keyHash, json.writeValueAsString(answer));
                return answer;
            }
            WriteStore.Done done = store.find(service.name(), keyHash);
            if (!Tokens.same(done.requestHash(), requestHash)) {
                throw new Refused(ErrorCode.KEY_REUSED, service.name() + " used the key for another request");
            }
            return json.readValue(done.answer(), type);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Job {
        @Bean
        Task<Void> forgetWrites(WriteStore store, Clock clock) {
            return Care.every(
                    Duration.ofHours(1),
                    "service-write-forgetting",
                    () -> store.forget(clock.instant().minus(KEPT)));
        }
    }
}
