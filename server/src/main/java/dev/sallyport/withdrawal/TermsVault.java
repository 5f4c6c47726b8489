package dev.sallyport.withdrawal;

import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.wire.WithdrawalRequest;
import dev.sallyport.wire.WithdrawalTerms;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the terms closed under the account's key: where somebody's money goes is his own affair.
@Component
class TermsVault {
    private static final String TERMS = "withdrawal.terms";
    private static final String EVIDENCE = "withdrawal.evidence";
    private static final String MAILBOX = "withdrawal.mailbox";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Vault vault;
    private final Pepper pepper;

    TermsVault(Vault vault, Pepper pepper) {
        this.vault = vault;
        this.pepper = pepper;
    }

    private record Kept(String nonce, WithdrawalRequest request) {}

    byte[] close(AccountId account, String nonce, WithdrawalRequest request) {
        return vault.close(account, TERMS, JSON.writeValueAsString(new Kept(nonce, request)));
    }

    WithdrawalTerms open(Withdrawal one) {
        return open(one, one.until());
    }

    /// The same with another end.
    WithdrawalTerms open(Withdrawal one, Instant until) {
        Kept kept = JSON.readValue(vault.openText(one.account(), TERMS, one.termsClosed()), Kept.class);
        return new WithdrawalTerms(one.id().toString(), kept.nonce(), until.getEpochSecond(), kept.request());
    }

    /// What the holder gave, so that it can be shown later what he approved: closed like all that is
    /// his.
    byte[] closeEvidence(AccountId account, String evidence) {
        return vault.close(account, EVIDENCE, evidence);
    }

    String openEvidence(AccountId account, byte[] closed) {
        return vault.openText(account, EVIDENCE, closed);
    }

    byte[] closeMailbox(AccountId account, String address) {
        return vault.close(account, MAILBOX, address);
    }

    String openMailbox(AccountId account, byte[] closed) {
        return vault.openText(account, MAILBOX, closed);
    }

    /// By which a destination is known again, without being kept.
    byte[] payee(AccountId account, WithdrawalRequest request) {
        String payee = String.join(
                "\n",
                account.toString(),
                String.valueOf(request.asset()),
                String.valueOf(request.network()),
                String.valueOf(request.destination()),
                request.memo() == null ? "" : request.memo());
        return pepper.derive("withdrawal.payee", payee.getBytes(StandardCharsets.UTF_8));
    }
}
