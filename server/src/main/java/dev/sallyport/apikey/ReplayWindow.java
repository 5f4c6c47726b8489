package dev.sallyport.apikey;

import dev.sallyport.base.db.DatabaseClock;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Each nonce of a key counts once, on whichever node it comes (R-API-3, A35, A36): one row, inserted or not. Requests
/// that come while a statement is under way go together in the next one, so that a busy node asks seldom.
///
/// The rows are not logged. A crash of the database, or another server in its place, empties them together with the
/// floor; who finds no floor sets one, and what was signed before it counts no more.
@Component
class ReplayWindow {
    /// Longer than any request is good: a window, what a caller's clock may be ahead, and what our
    /// nodes may be off, one behind and another ahead. It is measured by the database's clock alone:
    /// no node forgets early (A54).
    private static final Duration KEPT = SignatureScheme.MOST_WINDOW.plusSeconds(7);

    private static final int MOST_AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final DatabaseClock time;
    private final ConcurrentLinkedQueue<Asked> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock asking = new ReentrantLock();

    ReplayWindow(JdbcClient jdbc, Clock clock, DatabaseClock time) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.time = time;
    }

    enum Answer {
        FRESH,
        REPLAYED,
        /// Whether it came before is not known any more.
        FORGOTTEN
    }

    /// A nonce on its way.
    ///
    /// @param signedAt the request's own time, in milliseconds
    record Asked(String row, long signedAt, CompletableFuture<Answer> answer) {
        static Asked of(ApiKeyId key, byte[] nonce, long signedAt) {
            String row = key.account() + " " + key.key() + " " + HexFormat.of().formatHex(nonce);
            return new Asked(row, signedAt, new CompletableFuture<>());
        }

        /// What came of it, once it was spent.
        Answer answered() {
            if (answer.isCompletedExceptionally()) {
                throw (RuntimeException) answer.exceptionNow();
            }
            return answer.resultNow();
        }
    }

    /// Spends a nonce.
    ///
    /// @param signedAt the request's own time, in milliseconds
    /// @throws org.springframework.dao.DataAccessException when it cannot be spent: then the request
    ///     must not be let through
    Answer spend(ApiKeyId key, byte[] nonce, long signedAt) {
        var mine = Asked.of(key, nonce, signedAt);
        spend(List.of(mine));
        return mine.answered();
    }

    /// Spends several; each has its answer then.
    void spend(List<Asked> mine) {
        waiting.addAll(mine);
        for (Asked one : mine) {
            while (!one.answer.isDone()) {
                asking.lock();
                try {
                    if (!one.answer.isDone()) {
                        ask(drain());
                    }
                } finally {
                    asking.unlock();
                }
            }
        }
    }

    private List<Asked> drain() {
        var some = new ArrayList<Asked>();
        for (Asked one = waiting.poll(); one != null; one = waiting.poll()) {
            some.add(one);
            if (some.size() == MOST_AT_ONCE) {
                break;
            }
        }
        return some;
    }

    private void ask(List<Asked> some) {
        // Of the same nonce twice in one statement the first is the one.
        Map<String, Asked> first = new HashMap<>();
        some.forEach(one -> first.putIfAbsent(one.row, one));
        try {
            Map<String, Instant> spent = insert(List.copyOf(first.keySet()));
            for (Asked one : some) {
                boolean fresh = one.equals(first.get(one.row)) && spent.containsKey(one.row);
                one.answer.complete(!fresh ? Answer.REPLAYED : judged(one, spent.get(one.row)));
            }
        } catch (RuntimeException e) {
            // Whatever it is: nobody may wait for ever.
            some.forEach(one -> one.answer.completeExceptionally(e));
        }
    }

    private static Answer judged(Asked one, @Nullable Instant floor) {
        return floor != null && one.signedAt > floor.toEpochMilli() ? Answer.FRESH : Answer.FORGOTTEN;
    }

    /// @return the rows that were not there, each with the floor
    private Map<String, Instant> insert(List<String> rows) {
        Map<String, Instant> spent = tryInsert(rows);
        if (spent.containsValue(Instant.MAX)) {
            Instant floor = setFloor();
            spent.replaceAll((row, unknown) -> floor);
        }
        return spent;
    }

    /// In the order of the rows, so that two nodes with the same ones wait for each other in one direction.
    private Map<String, Instant> tryInsert(List<String> rows) {
        Map<String, Instant> spent = new HashMap<>();
        Instant before = clock.instant();
        Instant now = jdbc.sql("""
                WITH asked AS (
                    SELECT split_part(one, ' ', 1)::uuid AS account_id, split_part(one, ' ', 2)::uuid AS key_id,
                        decode(split_part(one, ' ', 3), 'hex') AS nonce
                    FROM unnest(string_to_array(:rows, ',')) AS one),
                spent AS (
                    INSERT INTO api_nonce (account_id, key_id, nonce, until)
                    SELECT account_id, key_id, nonce, clock_timestamp() + make_interval(secs => :kept) FROM asked ORDER BY account_id, key_id, nonce
                    ON CONFLICT DO NOTHING
                    RETURNING account_id || ' ' || key_id || ' ' || encode(nonce, 'hex') AS row)
                SELECT row, (SELECT floor FROM api_nonce_floor) AS floor, clock_timestamp() AS now
                FROM (SELECT 1) AS one LEFT JOIN spent ON true
                """)
                .param("rows", String.join(",", rows))
                .param("kept", KEPT.toSeconds())
                .query((row, n) -> {
                    Timestamp floor = row.getTimestamp("floor");
                    String fresh = row.getString("row");
                    if (fresh != null) {
                        spent.put(fresh, floor == null ? Instant.MAX : floor.toInstant());
                    }
                    return row.getTimestamp("now").toInstant();
                })
                .list()
                .getFirst();
        if (DatabaseClock.isOff(before, time.told(now), clock.instant())) {
            throw new TransientDataAccessResourceException("this node's clock is off by more than two seconds");
        }
        return spent;
    }

    /// Nothing that was taken before can have been signed later than this.
    private Instant setFloor() {
        jdbc.sql("INSERT INTO api_nonce_floor (floor) VALUES (:floor) ON CONFLICT DO NOTHING")
                .param("floor", Timestamp.from(time.now().plus(SignatureScheme.AHEAD)))
                .update();
        return jdbc.sql("SELECT floor FROM api_nonce_floor")
                .query((row, n) -> row.getTimestamp("floor").toInstant())
                .single();
    }

    int forget() {
        return jdbc.sql("DELETE FROM api_nonce WHERE until < clock_timestamp()").update();
    }
}
