package dev.sallyport.stepup;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.password.GuessNews;
import dev.sallyport.session.Session;
import org.springframework.stereotype.Component;

/// Whose count a wrong proof for an act goes to, and when the owner hears of it.
@Component
class Guesses {
    private final GuessNews news;
    private final Audit audit;
    private final Tx tx;

    Guesses(GuessNews news, Audit audit, Tx tx) {
        this.news = news;
        this.audit = audit;
        this.tx = tx;
    }

    /// By device, not by session: a trusted device opens as many sessions as it likes by the password alone.
    static Attempts.Lane lane(Session session) {
        DeviceId device = session.device();
        return device == null
                ? Attempts.Lane.of(session.account(), Attempts.ACT, session.id())
                : Attempts.Lane.of(session.account(), Attempts.ACT, device);
    }

    /// Writes a wrong proof down that [SecondProofs] does not look at.
    void record(Session session, String failed, Kind kind, int failures, Caller caller) {
        tx.run(() -> audit.record(
                session.account(),
                Fact.failure(failed)
                        .in(session.id())
                        .on(session.device())
                        .from(caller)
                        .with("factor", kind.amr())
                        .with("failures", Integer.toString(failures))));
    }

    void wrong(Session session, int failures, Caller caller) {
        news.tell(session, failures, caller);
    }
}
