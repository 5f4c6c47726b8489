package dev.sallyport.password;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Tells the owner that somebody in a session of his guesses: when the free tries are over, and when all are (A3).
@Component
public final class GuessNews {
    private final Reach reach;
    private final Audit audit;
    private final Tx tx;

    GuessNews(Reach reach, Audit audit, Tx tx) {
        this.reach = reach;
        this.audit = audit;
        this.tx = tx;
    }

    /// @param failures in a row
    public void tell(Session session, int failures, Caller caller) {
        if (failures != Attempts.FREE && failures != Attempts.MOST) {
            return;
        }
        tx.run(() -> {
            reach.all(session.account(), "stepup.guessed", Map.of("failures", Integer.toString(failures)), caller);
            audit.record(
                    session.account(),
                    Fact.success("stepup.guessed")
                            .in(session.id())
                            .on(session.device())
                            .from(caller)
                            .with("failures", Integer.toString(failures)));
        });
    }
}
