package dev.sallyport.lockdown;

import dev.sallyport.account.Accounts;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.http.Writes;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.LockdownOrder;
import dev.sallyport.wire.LockedDown;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Closing the doors by a program: the exchange's own services, and the holder's own app.
@RestController
class LockdownApi {
    private static final int MOST_REASON = 200;

    private final Lockdowns lockdowns;
    private final Insistence insistence;
    private final Accounts accounts;
    private final Writes writes;

    LockdownApi(Lockdowns lockdowns, Insistence insistence, Accounts accounts, Writes writes) {
        this.lockdowns = lockdowns;
        this.insistence = insistence;
        this.accounts = accounts;
        this.writes = writes;
    }

    @Guard(value = Kind.SERVICE, scope = "accounts.lock", limit = Limit.SERVICE)
    @PostMapping("/v1/accounts/{account}/lockdown")
    LockedDown byService(
            @PathVariable UUID account,
            @RequestBody LockdownOrder order,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Service service,
            Caller caller) {
        String reason = Plain.oneLine(Objects.requireNonNullElse(order.reason(), ""), MOST_REASON);
        if (reason.isBlank()) {
            throw new Refused(Mistakes.in("reason", "lockdown.mistake.reason"));
        }
        var id = new AccountId(account);
        var named = new Caller(caller.address(), "service " + service.name(), null);
        return insistence
                .insist(
                        id,
                        () -> writes.once(
                                service,
                                key,
                                "lockdown " + account + " " + reason,
                                LockedDown.class,
                                () -> close(id, reason, named)))
                .orElseThrow(() -> new Refused(ErrorCode.UNAVAILABLE, "not closed yet; it is being tried on"));
    }

    private LockedDown close(AccountId account, String reason, Caller service) {
        if (!accounts.exists(account)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such account");
        }
        return told(lockdowns.close(account, Lockdown.Way.SERVICE, reason, service));
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping("/api/lockdown")
    LockedDown byHolder(SignedIn who, Caller caller) {
        return told(lockdowns.order(who.account(), Lockdown.Way.HOLDER, "", caller));
    }

    private static LockedDown told(Lockdowns.Outcome outcome) {
        return switch (outcome) {
            case Lockdowns.Outcome.Closed closed -> new LockedDown(closed.now());
            case Lockdowns.Outcome.Trying trying ->
                throw new Refused(ErrorCode.UNAVAILABLE, "not closed yet; it is being tried on");
            case Lockdowns.Outcome.Over over -> throw new Refused(ErrorCode.NOT_FOUND, "no such order");
        };
    }
}
