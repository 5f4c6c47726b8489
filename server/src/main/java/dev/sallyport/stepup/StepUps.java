package dev.sallyport.stepup;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.session.Session;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Acts that wait for a proof, and the proof's one use.
@Component
public final class StepUps {
    private final StepUpStore store;
    private final Ways ways;
    private final Keeping keeping;
    private final Limits limits;
    private final Audit audit;
    private final Tx tx;
    private final Clock clock;

    StepUps(StepUpStore store, Ways ways, Keeping keeping, Limits limits, Audit audit, Tx tx, Clock clock) {
        this.store = store;
        this.ways = ways;
        this.keeping = keeping;
        this.limits = limits;
        this.audit = audit;
        this.tx = tx;
        this.clock = clock;
    }

    /// What would do for an act in this session: any of these sets, each whole, strongest first.
    List<Set<Kind>> ways(Session session, Act act) {
        List<Set<Kind>> would = ways.forAct(session, act);
        if (would.isEmpty()) {
            throw new Refused(ErrorCode.MISSING_PROOF, "nothing that the account has would do for " + act);
        }
        return would;
    }

    /// Whether the account has what would do for the act in this session.
    public boolean isPossible(Session session, Act act) {
        return !ways.forAct(session, act).isEmpty();
    }

    /// Whether the act needs no proof of its own: its form asks for all that would be asked for here, or it belongs
    /// to the act that was proven a moment ago.
    boolean isFree(Session session, Act act) {
        Set<Kind> held = ways.held(session.account());
        return switch (act) {
            case PASSWORD_CHANGE ->
                held.isEmpty() || ways.forAct(session, act).equals(List.of(EnumSet.of(Kind.PASSWORD)));
            // The very first ones come right after the first second proof, which has just been bound.
            case RECOVERY_CODES ->
                !held.contains(Kind.RECOVERY_CODE)
                        && session.isFresh(clock.instant())
                        && ways.hasJustBegun(session, clock.instant());
            default -> false;
        };
    }

    /// Keeps a request until its proof was given.
    UUID begin(Session session, Act act, Kept kept) {
        limits.take(Limit.STEP_UP, session.id().toString());
        if (kept.isTooLarge()) {
            throw new Refused(ErrorCode.TOO_LARGE, "too many fields to keep");
        }
        Instant now = clock.instant();
        UUID id = Uuid7.at(now.toEpochMilli());
        var stepUp = new StepUp(id, act, keeping.hash(kept), false, now.plus(StepUp.LIFE));
        byte[] closed = keeping.close(session.account(), kept);
        tx.run(() -> store.insert(session.account(), session.id(), new StepUpStore.Row(stepUp, closed)));
        return id;
    }

    /// An open one of this session.
    Optional<StepUp> find(Session session, UUID id) {
        return store.find(session.account(), session.id(), id, clock.instant()).map(StepUpStore.Row::stepUp);
    }

    /// The request that waits for it.
    Optional<Kept> kept(Session session, UUID id) {
        return store.find(session.account(), session.id(), id, clock.instant())
                .map(row -> keeping.open(session.account(), row.keptClosed()));
    }

    /// Notes that all was given that is needed, in the caller's transaction.
    void give(Session session, StepUp stepUp, Set<Kind> given, Caller caller) {
        if (!store.give(session.account(), stepUp.id(), clock.instant())) {
            throw new Refused(ErrorCode.CONFLICT, "proven or used meanwhile");
        }
        String factors = String.join(" ", given.stream().map(Kind::amr).toList());
        audit.record(
                session.account(),
                Fact.success("stepup.proven")
                        .in(session.id())
                        .on(session.device())
                        .from(caller)
                        .with("act", stepUp.act().label())
                        .with("factors", factors));
    }

    /// Uses a proof up for exactly the act and the request that it was given for. One that was asked for before the
    /// second proofs changed is worth nothing: it was as strong as the strongest of then.
    boolean redeem(Session session, UUID id, Act act, Kept request) {
        return tx.run(() -> !ways.haveChangedSince(session.account(), Uuid7.instant(id))
                && store.use(session.account(), session.id(), id, act, keeping.hash(request), clock.instant()));
    }

    /// Proofs came for no act that waits.
    void refusedStep() {
        audit.refused("stepup.step-refused");
    }

    /// Somebody brought a proof that is not one for this act: another's, one for other content, one that was used
    /// (A16, A57).
    void refused(Session session, Act act, Caller caller) {
        tx.run(() -> audit.record(
                session.account(),
                Fact.failure("stepup.refused")
                        .in(session.id())
                        .on(session.device())
                        .from(caller)
                        .with("act", act.label())));
    }
}
