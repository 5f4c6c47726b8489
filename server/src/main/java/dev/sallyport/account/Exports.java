package dev.sallyport.account;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Entry;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.Belongings;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// A copy of everything that is kept about an account, for its holder.
@Component
public final class Exports {
    private static final int PAGE = 200;
    /// The newest facts of the record; more are given by whoever runs the service.
    private static final int MOST_FACTS = 10_000;

    private final List<Belongings> belongings;
    private final Audit audit;
    private final Limits limits;
    private final JsonMapper json;
    private final Tx tx;

    Exports(List<Belongings> belongings, Audit audit, Limits limits, JsonMapper json, Tx tx) {
        this.belongings = belongings;
        this.audit = audit;
        this.limits = limits;
        this.json = json;
        this.tx = tx;
    }

    /// @return a JSON document, one part for each feature that keeps something, and the record of facts
    public byte[] of(Session session, Caller caller) {
        limits.take(Limit.EXPORT, session.account().toString());
        tx.run(() -> audit.record(
                session.account(),
                Fact.success("account.exported").in(session.id()).from(caller)));
        var all = new LinkedHashMap<String, Object>();
        for (Belongings part : belongings) {
            all.put(part.name(), part.export(session.account()));
        }
        all.put("activity", facts(session));
        return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(all);
    }

    private List<Entry> facts(Session session) {
        var facts = new ArrayList<Entry>();
        long before = Long.MAX_VALUE;
        List<Entry> page;
        do {
            page = audit.timeline(session.account(), "", before, PAGE);
            facts.addAll(page);
            before = page.isEmpty() ? 0 : page.getLast().seq();
        } while (page.size() == PAGE && facts.size() < MOST_FACTS);
        return facts;
    }
}
