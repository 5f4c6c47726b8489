package dev.sallyport.withdrawal;

import dev.sallyport.account.Reach;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import dev.sallyport.wire.WithdrawalAnswer;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/// What a service is told of a withdrawal, with reasons in its holder's language.
@Component
class Telling {
    private final TermsVault vault;
    private final Approval approval;
    private final Reach reach;
    private final Texts texts;
    private final Config config;

    Telling(TermsVault vault, Approval approval, Reach reach, Texts texts, Config config) {
        this.vault = vault;
        this.approval = approval;
        this.reach = reach;
        this.texts = texts;
        this.config = config;
    }

    WithdrawalAnswer of(Withdrawal one, Instant now) {
        WithdrawalAnswer bare = bare(one, now);
        return bare.decision().equals("approved") ? signed(bare, one) : bare;
    }

    /// As it is kept for the key that it was asked with: without the approval, which the database must
    /// not hold.
    WithdrawalAnswer bare(Withdrawal one, Instant now) {
        String decision = one.state().decision(one.until(), now);
        boolean waits = decision.equals("confirm") || decision.equals("approved") || decision.equals("held");
        // What is refused until its destination has waited: to the second when it can be asked for again.
        boolean isRefusedForATime = decision.equals("refused") && now.isBefore(one.until());
        byte[] hash = one.requestHash();
        return new WithdrawalAnswer(
                one.id().toString(),
                decision,
                reasons(one),
                decision.equals("confirm") ? config.link("/withdrawals/" + one.id()) : null,
                waits || isRefusedForATime ? one.until() : null,
                vault.open(one).nonce(),
                hash == null ? null : Tokens.encode(hash),
                null);
    }

    WithdrawalAnswer signed(WithdrawalAnswer bare, Withdrawal one) {
        return new WithdrawalAnswer(
                bare.id(),
                bare.decision(),
                bare.reasons(),
                bare.page(),
                bare.until(),
                bare.nonce(),
                bare.hash(),
                approval.sign(one));
    }

    List<WithdrawalAnswer.Reason> reasons(Withdrawal one) {
        Language language = reach.language(one.account());
        return one.reasons().stream()
                .map(code -> new WithdrawalAnswer.Reason(code, texts.get(language, "withdrawal.reason." + code)))
                .toList();
    }
}
