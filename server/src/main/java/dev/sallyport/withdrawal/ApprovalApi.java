package dev.sallyport.withdrawal;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.WithdrawalAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The same as JSON, for the exchange's own app in its holder's session.
@RestController
class ApprovalApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Approvals approvals;
    private final Proof proof;
    private final Showing showing;
    private final Telling telling;

    ApprovalApi(Approvals approvals, Proof proof, Showing showing, Telling telling) {
        this.approvals = approvals;
        this.proof = proof;
        this.showing = showing;
        this.telling = telling;
    }

    /// @param state `confirm-second` for the second person, `second` while the holder waits for him; otherwise as
    ///     services read it
    /// @param whose whose account it leaves, masked, where a second person looks; null for the holder
    /// @param destination the whole of it
    /// @param reasons why it is asked, held or refused
    /// @param until until when it can be confirmed, or waits
    /// @param form what is asked for; null where there is nothing to confirm
    record Shown(
            String id,
            String state,
            @Nullable String whose,
            String kind,
            String amount,
            String asset,
            String network,
            String feeCap,
            String destination,
            @Nullable String memo,
            @Nullable String from,
            String address,
            @Nullable String place,
            Instant askedAt,
            List<WithdrawalAnswer.Reason> reasons,
            Instant until,
            @Nullable Form form) {}

    /// @param seen the hash of what is shown: an answer to anything else is none
    /// @param proof `passkey` or `code`
    /// @param passkeyOptions as `PublicKeyCredential.parseRequestOptionsFromJSON` takes them; null for a code
    /// @param digits of the code; null for a passkey
    record Form(
            String seen,
            String proof,
            @Nullable JsonNode passkeyOptions,
            @Nullable Integer digits) {}

    /// @param amount typed again, with a code
    record Answer(
            @Nullable String seen,
            @Nullable JsonNode passkey,
            @Nullable Secret code,
            @Nullable String amount) {}

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping("/api/withdrawals/{id}")
    Shown show(SignedIn who, @PathVariable UUID id) {
        Approvals.Look look = approvals.look(who.account(), id).orElseThrow(Approvals::unknown);
        Withdrawal one = look.withdrawal();
        var terms = showing.terms(look);
        return new Shown(
                id.toString(),
                showing.state(look),
                terms.whose(),
                terms.kind(),
                terms.amount(),
                terms.asset(),
                terms.network(),
                terms.feeCap(),
                String.valueOf(look.terms().request().destination()),
                terms.memo(),
                terms.from(),
                terms.address(),
                terms.place(),
                terms.askedAt(),
                telling.reasons(one),
                one.until(),
                look.asksForProof() ? form(who, look) : null);
    }

    private Form form(SignedIn who, Approvals.Look look) {
        boolean byPasskey = proof.kind(who.account()) == Kind.PASSKEY;
        return new Form(
                look.terms().hash(),
                byPasskey ? "passkey" : "code",
                byPasskey ? JSON.readTree(proof.passkeyOptions(who.account(), look.terms())) : null,
                byPasskey ? null : proof.digits(who.account()));
    }

    /// 204: it is confirmed. 409: there is nothing to confirm any more, or not what was shown; look at it again.
    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping("/api/withdrawals/{id}/approval")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirm(SignedIn who, @PathVariable UUID id, @RequestBody Answer sent, Caller caller) {
        JsonNode passkey = sent.passkey();
        var answer = new Approvals.Answer(
                Objects.requireNonNullElse(sent.seen(), ""),
                passkey == null ? "" : passkey.toString(),
                Objects.requireNonNullElse(sent.code(), new Secret("")),
                Objects.requireNonNullElse(sent.amount(), ""));
        switch (approvals.confirm(who.session(), id, answer, caller)) {
            case Approvals.Outcome.Approved approved -> {}
            case Approvals.Outcome.Wrong wrong -> throw new Refused(wrong.mistakes());
            case Approvals.Outcome.Over over -> throw new Refused(ErrorCode.CONFLICT, "nothing to confirm");
            case Approvals.Outcome.GivenUp up -> throw new Refused(ErrorCode.CONFLICT, "too many wrong codes");
        }
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping("/api/withdrawals/{id}/refusal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void decline(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!approvals.decline(who.session(), id, caller)) {
            throw new Refused(ErrorCode.CONFLICT, "redeemed or ended before");
        }
    }
}
