package dev.sallyport.service;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Services;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.http.Writes;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.wire.ClientAdded;
import dev.sallyport.wire.ClientList;
import dev.sallyport.wire.ClientRemoved;
import dev.sallyport.wire.ClientRequest;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The register of programs, for the tools of your staff.
@RestController
class ClientsApi {
    private final ClientDesk desk;
    private final Writes writes;

    ClientsApi(ClientDesk desk, Writes writes) {
        this.desk = desk;
        this.writes = writes;
    }

    @Guard(value = Kind.SERVICE, scope = Services.CLIENTS, limit = Limit.SERVICE)
    @GetMapping("/v1/clients")
    ClientList list() {
        return desk.list();
    }

    @Guard(value = Kind.SERVICE, scope = Services.CLIENTS, limit = Limit.SERVICE)
    @PostMapping("/v1/clients")
    @ResponseStatus(HttpStatus.CREATED)
    ClientAdded add(
            @RequestBody ClientRequest wanted,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Service service) {
        var making = desk.making(wanted, service);
        // What is kept for the key holds no secret: it is shown once.
        return making.reveal(writes.once(service, key, "add " + wanted, ClientAdded.class, making::run));
    }

    @Guard(value = Kind.SERVICE, scope = Services.CLIENTS, limit = Limit.SERVICE)
    @DeleteMapping("/v1/clients/{client}")
    ClientRemoved remove(
            @PathVariable String client,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Service service) {
        return writes.once(service, key, "remove " + client, ClientRemoved.class, () -> desk.remove(client, service));
    }

    @ExceptionHandler
    ResponseEntity<Problem> notTaken(ClientDesk.NotTaken refused) {
        List<Problem.FieldError> errors = refused.obstacles().stream()
                .map(obstacle -> new Problem.FieldError("client", "not-taken", obstacle))
                .toList();
        var code = ErrorCode.INVALID;
        return ResponseEntity.unprocessableContent()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(new Problem(
                        "urn:sallyport:problem:" + code.code(),
                        "The client cannot be registered as it is described.",
                        code.status(),
                        code.code(),
                        "Mend what stands in errors, and send it again.",
                        null,
                        errors));
    }
}
