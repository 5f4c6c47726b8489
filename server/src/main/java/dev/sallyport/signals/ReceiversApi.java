package dev.sallyport.signals;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Services;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.http.Writes;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.wire.DeadLetterPage;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.Problem;
import dev.sallyport.wire.ReceiverEntry;
import dev.sallyport.wire.ReceiverList;
import dev.sallyport.wire.ReceiverRemoved;
import dev.sallyport.wire.ReceiverRequest;
import dev.sallyport.wire.ReceiverSecret;
import dev.sallyport.wire.ReceiverTurn;
import dev.sallyport.wire.ReplayRequest;
import dev.sallyport.wire.Replayed;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Who is told of events, for the tools of your staff; `sallyport signals` is the operator's.
@RestController
class ReceiversApi {
    private static final String KEY = "Idempotency-Key";

    private final ReceiverDesk desk;
    private final Writes writes;

    ReceiversApi(ReceiverDesk desk, Writes writes) {
        this.desk = desk;
        this.writes = writes;
    }

    @Guard(value = Kind.SERVICE, scope = Services.RECEIVERS, limit = Limit.SERVICE)
    @GetMapping("/v1/receivers")
    ReceiverList list() {
        return desk.list();
    }

    @Guard(value = Kind.SERVICE, scope = Services.RECEIVERS, limit = Limit.SERVICE)
    @GetMapping("/v1/receivers/{name}")
    ReceiverEntry one(@PathVariable String name) {
        return desk.one(name);
    }

    @Guard(value = Kind.SERVICE, scope = Services.RECEIVERS, limit = Limit.SERVICE)
    @PostMapping("/v1/receivers")
    @ResponseStatus(HttpStatus.CREATED)
    ReceiverSecret add(
            @RequestBody ReceiverRequest wanted,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            Service service) {
        var making = desk.adding(wanted, service);
        // What is kept for the key holds no secret: it is shown once.
        return making.reveal(writes.once(service, key, "add receiver " + wanted, ReceiverSecret.class, making::run));
    }

    @Guard(value = Kind.SERVICE, scope = Services.RECEIVERS, limit = Limit.SERVICE)
    @DeleteMapping("/v1/receivers/{name}")
    ReceiverRemoved remove(
            @PathVariable String name,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            Service service) {
        return writes.once(
                service, key, "remove receiver " + name, ReceiverRemoved.class, () -> desk.remove(name, service));
    }

    @Guard(value = Kind.SERVICE, scope = Services.RECEIVERS, limit = Limit.SERVICE)
    @PutMapping("/v1/receivers/{name}/state")
    ReceiverEntry turn(
            @PathVariable String name,
            @RequestBody ReceiverTurn wanted,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            Service service) {
        return writes.once(
                service,
                key,
                "turn receiver " + name + " " + wanted,
                ReceiverEntry.class,
                () -> desk.turn(name, wanted, service));
    }

    @Guard(value = Kind.SERVICE, scope = Services.RECEIVERS, limit = Limit.SERVICE)
    @PostMapping("/v1/receivers/{name}/secret")
    ReceiverSecret rotate(
            @PathVariable String name,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            Service service) {
        var making = desk.rotating(name, service);
        return making.reveal(writes.once(service, key, "rotate receiver " + name, ReceiverSecret.class, making::run));
    }

    @Guard(value = Kind.SERVICE, scope = Services.RECEIVERS, limit = Limit.SERVICE)
    @GetMapping("/v1/receivers/{name}/dead-letters")
    DeadLetterPage dead(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "100") int limit) {
        return desk.dead(name, after, limit);
    }

    @Guard(value = Kind.SERVICE, scope = Services.RECEIVERS, limit = Limit.SERVICE)
    @PostMapping("/v1/receivers/{name}/replays")
    Replayed replay(
            @PathVariable String name,
            @RequestBody ReplayRequest wanted,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            Service service) {
        return writes.once(
                service,
                key,
                "replay receiver " + name + " " + wanted,
                Replayed.class,
                () -> desk.replay(name, wanted, service));
    }

    @ExceptionHandler
    ResponseEntity<Problem> notTaken(ReceiverDesk.NotTaken refused) {
        var code = ErrorCode.INVALID;
        return ResponseEntity.unprocessableContent()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(new Problem(
                        code.type(),
                        "The receiver cannot be as it is described.",
                        code.status(),
                        code.code(),
                        "Mend what stands in errors, and send it again.",
                        null,
                        List.of(new Problem.FieldError(refused.field(), "not-taken", refused.sentence()))));
    }
}
