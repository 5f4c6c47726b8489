package dev.sallyport.service;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.http.Writes;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.wire.AccountStatus;
import dev.sallyport.wire.Ended;
import dev.sallyport.wire.FactPage;
import dev.sallyport.wire.SessionList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Accounts, for services. `/v1/openapi.json` describes it.
@RestController
class ServiceApi {
    private static final String KEY = "Idempotency-Key";

    private final AccountDesk desk;
    private final Writes writes;

    ServiceApi(AccountDesk desk, Writes writes) {
        this.desk = desk;
        this.writes = writes;
    }

    @Guard(value = Kind.SERVICE, scope = "accounts.read", limit = Limit.SERVICE)
    @GetMapping("/v1/accounts/{account}")
    AccountStatus status(@PathVariable UUID account) {
        return desk.status(new AccountId(account));
    }

    @Guard(value = Kind.SERVICE, scope = "sessions.read", limit = Limit.SERVICE)
    @GetMapping("/v1/accounts/{account}/sessions")
    SessionList sessions(@PathVariable UUID account) {
        return desk.sessions(new AccountId(account));
    }

    @Guard(value = Kind.SERVICE, scope = "sessions.end", limit = Limit.SERVICE)
    @DeleteMapping("/v1/accounts/{account}/sessions/{session}")
    Ended end(
            @PathVariable UUID account,
            @PathVariable UUID session,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            Service service,
            Caller caller) {
        return writes.once(
                service,
                key,
                "end " + account + " " + session,
                Ended.class,
                () -> desk.end(new AccountId(account), new SessionId(session), named(service, caller)));
    }

    @Guard(value = Kind.SERVICE, scope = "sessions.end", limit = Limit.SERVICE)
    @DeleteMapping("/v1/accounts/{account}/sessions")
    Ended endAll(
            @PathVariable UUID account,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            Service service,
            Caller caller) {
        return writes.once(
                service,
                key,
                "end all " + account,
                Ended.class,
                () -> desk.endAll(new AccountId(account), named(service, caller)));
    }

    /// The record names the service and not its library.
    private static Caller named(Service service, Caller caller) {
        return new Caller(caller.address(), "service " + service.name(), null);
    }

    @Guard(value = Kind.SERVICE, scope = "facts.read", limit = Limit.SERVICE)
    @GetMapping("/v1/accounts/{account}/facts")
    FactPage facts(
            @PathVariable UUID account,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit) {
        return desk.facts(new AccountId(account), after, limit);
    }
}
