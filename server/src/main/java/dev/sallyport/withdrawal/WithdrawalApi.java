package dev.sallyport.withdrawal;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import dev.sallyport.base.who.Caller;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.Problem;
import dev.sallyport.wire.WithdrawalAnswer;
import dev.sallyport.wire.WithdrawalRedeemed;
import dev.sallyport.wire.WithdrawalRedemption;
import dev.sallyport.wire.WithdrawalRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Withdrawals, for services. `/v1/openapi.json` describes it.
@RestController
class WithdrawalApi {
    private static final String KEY = "Idempotency-Key";

    private final Withdrawals withdrawals;
    private final Redemptions redemptions;
    private final Texts texts;

    WithdrawalApi(Withdrawals withdrawals, Redemptions redemptions, Texts texts) {
        this.withdrawals = withdrawals;
        this.redemptions = redemptions;
        this.texts = texts;
    }

    @Guard(value = Kind.SERVICE, scope = "withdrawals.ask", limit = Limit.SERVICE)
    @PostMapping("/v1/withdrawals")
    WithdrawalAnswer ask(
            @RequestBody WithdrawalRequest request,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            Service service,
            Caller caller) {
        return withdrawals.ask(Asked.read(request), checked(key), service, named(service, caller));
    }

    @Guard(value = Kind.SERVICE, scope = "withdrawals.ask", limit = Limit.SERVICE)
    @GetMapping("/v1/withdrawals/{id}")
    WithdrawalAnswer find(@PathVariable UUID id, Service service) {
        return withdrawals.find(id, service).orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such withdrawal"));
    }

    @Guard(value = Kind.SERVICE, scope = "withdrawals.ask", limit = Limit.SERVICE)
    @PostMapping("/v1/withdrawals/{id}/cancellation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel(@PathVariable UUID id, Service service, Caller caller) {
        if (!withdrawals.cancel(id, service, named(service, caller))) {
            throw new Refused(ErrorCode.CONFLICT, "redeemed or ended before");
        }
    }

    @Guard(value = Kind.SERVICE, scope = "withdrawals.redeem", limit = Limit.SERVICE)
    @PostMapping("/v1/withdrawals/{id}/redemption")
    WithdrawalRedeemed redeem(
            @PathVariable UUID id,
            @RequestBody WithdrawalRedemption shown,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            Service service,
            Caller caller) {
        return switch (redemptions.redeem(id, shown, checked(key), service, named(service, caller))) {
            case Redemptions.Outcome.Redeemed redeemed -> redeemed.answer();
            case Redemptions.Outcome.Voided nothing -> throw new NotRedeemed(nothing.reasons());
            case Redemptions.Outcome.Not not -> throw new Refused(ErrorCode.CONFLICT, not.why());
        };
    }

    private static String checked(@Nullable String key) {
        if (key == null || !key.matches("[\\x21-\\x7e]{1,200}")) {
            throw new Refused(ErrorCode.KEY_MISSING, "no key, or none of 1 to 200 visible characters");
        }
        return key;
    }

    /// The record names the service and not its library.
    private static Caller named(Service service, Caller caller) {
        return new Caller(caller.address(), "service " + service.name(), null);
    }

    /// What was approved does not happen.
    static final class NotRedeemed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<String> reasons;

        NotRedeemed(List<String> reasons) {
            super("not redeemed", null, false, false);
            this.reasons = List.copyOf(reasons);
        }
    }

    @ExceptionHandler
    ResponseEntity<Problem> notRedeemed(NotRedeemed refused) {
        List<Problem.FieldError> errors = refused.reasons.stream()
                .map(code -> new Problem.FieldError(
                        "approval", code, texts.get(Language.ENGLISH, "withdrawal.reason." + code)))
                .toList();
        var code = ErrorCode.CONFLICT;
        return ResponseEntity.status(code.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(new Problem(
                        "urn:sallyport:problem:" + code.code(),
                        "What was approved must not happen any more.",
                        code.status(),
                        code.code(),
                        "The approval is void. Tell the holder why, and ask anew.",
                        null,
                        errors));
    }
}
