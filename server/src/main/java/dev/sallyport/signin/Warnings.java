package dev.sallyport.signin;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Tells an owner that somebody tries, before strangers are shut out for good (D-1), beside the answer to
/// whoever tries.
@Component
class Warnings implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);

    private final Reach reach;
    private final Audit audit;
    private final Tx tx;
    private final ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor();

    Warnings(Reach reach, Audit audit, Tx tx) {
        this.reach = reach;
        this.audit = audit;
        this.tx = tx;
    }

    void inTx(Runnable work) {
        tx.run(work);
    }

    void tell(AccountId account, String kind, int failures, Caller caller) {
        beside.execute(() -> {
            try {
                tx.run(() -> {
                    reach.all(account, kind, Map.of("failures", Integer.toString(failures)), caller);
                    audit.record(account, Fact.success(kind).from(caller));
                });
            } catch (RuntimeException e) {
                LOG.error("the owner of {} could not be told of {} failures", account, failures, e);
            }
        });
    }

    /// Somebody has the password and guesses the second proof.
    void second(AccountId account, int failures, Caller caller) {
        tell(account, "signin.second-guessed", failures, caller);
    }

    @Override
    public void destroy() {
        beside.close();
    }
}
