package dev.sallyport.withdrawal;

import static dev.sallyport.withdrawal.Exchange.confirm;
import static dev.sallyport.withdrawal.Exchange.key;
import static dev.sallyport.withdrawal.Exchange.page;
import static dev.sallyport.withdrawal.Exchange.seen;
import static dev.sallyport.withdrawal.Exchange.text;
import static dev.sallyport.withdrawal.Exchange.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.HoldCause;
import dev.sallyport.account.Holds;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Every exit, before everything that closes one, by everybody who could go through: whatever is added to one of the
/// enums is looked at too.
class EveryExitTest {
    /// Who comes to the exit, and when.
    private enum By {
        /// The service, for what its holder asked for in a session.
        SESSION_ASKS,
        /// The service, for a program with a key of the holder's.
        PROGRAM_ASKS,
        /// The service looks again at what was held, when its own time is over.
        HELD_BEFORE,
        /// The holder, on the page that was opened before, and then the service.
        PAGE_CONFIRMS,
        /// The service, for what was approved before.
        SERVICE_REDEEMS
    }

    /// What closes the exits; neither of both for nothing.
    private record Closed(@Nullable HoldCause cause, boolean locked) {
        static Stream<Closed> all(boolean locked) {
            return Stream.concat(
                    Stream.of(new Closed(null, locked)),
                    Arrays.stream(HoldCause.values()).map(cause -> new Closed(cause, locked)));
        }

        /// As the answers say it.
        List<String> reasons() {
            HoldCause held = cause;
            return Stream.of(locked ? "locked" : "", held == null ? "" : "hold-" + held.label())
                    .filter(reason -> !reason.isEmpty())
                    .toList();
        }
    }

    private record Open(Map<String, String> request, String id) {}

    private final TestNode node = TestNode.shared();
    private final Exchange exchange = new Exchange(node);
    private final AppHolder owner = AppHolder.signUp(node);
    private final SoftAuthenticator soft = owner.passkey();
    private final AccountId account = owner.account;
    private final List<String> slipped = new ArrayList<>();
    private Map<String, String> base = Exchange.request(owner.holder);
    private int looks;

    /// One after the other: what is open, the hold or lock that comes then, and all who come after it.
    @Test
    @Proves({"R-HOLD-1", "R-HOLD-2", "R-LOCK-2"})
    @Defends({"A53", "A58"})
    void whatHoldsOrLocksTheAccountHoldsEveryExit() {
        Closed.all(false).forEach(this::everybodyComes);
        lock();
        Closed.all(true).forEach(this::everybodyComes);
        assertThat(slipped).isEmpty();
        assertThat(looks).isEqualTo(Exit.values().length * (HoldCause.values().length + 1) * 2 * By.values().length);
    }

    private void everybodyComes(Closed closed) {
        // Nothing can be opened or approved under a lock; then it is one that comes later, by what stands in the table.
        setAside(closed.locked());
        var pages = opened();
        var approved = opened();
        approved.values().forEach(this::approve);
        setAside(false);
        HoldCause cause = closed.cause();
        if (cause != null) {
            node.bean(Tx.class).run(() -> node.bean(Holds.class).place(account, cause));
        }
        for (Exit exit : Exit.values()) {
            Map<String, String> request = request(exit);
            look(closed, exit, By.SESSION_ASKS, exchange.ask(request));
            JsonNode held = exchange.ask(byProgram(request));
            look(closed, exit, By.PROGRAM_ASKS, held);
            look(closed, exit, By.HELD_BEFORE, later(held));
            Open open = Objects.requireNonNull(pages.get(exit));
            confirmed(open);
            look(closed, exit, By.PAGE_CONFIRMS, redeemed(open));
            look(closed, exit, By.SERVICE_REDEEMS, redeemed(Objects.requireNonNull(approved.get(exit))));
        }
        tidied();
    }

    private Map<String, String> request(Exit exit) {
        return with(base, "kind", exit.label(), "value", "1");
    }

    private static Map<String, String> byProgram(Map<String, String> request) {
        Map<String, String> program = with(request, "client", "Bot");
        program.remove("session");
        return program;
    }

    private Map<Exit, Open> opened() {
        var open = new EnumMap<Exit, Open>(Exit.class);
        for (Exit exit : Exit.values()) {
            open.put(exit, new Open(request(exit), text(exchange.ask(request(exit)), "id")));
        }
        return open;
    }

    private void confirmed(Open open) {
        var page = page(owner.browser, open.id());
        String answer = soft.get(Exchange.passkeyOptions(page));
        assertThat(confirm(owner.browser, open.id(), Map.of("seen", seen(page), "passkey", answer))
                        .statusCode())
                .isEqualTo(303);
    }

    /// As the page does it in the end.
    private void approve(Open open) {
        var store = node.bean(WithdrawalStore.class);
        var given = new WithdrawalStore.Confirmation("hwk", new byte[] {1}, UUID.randomUUID(), null);
        Withdrawal one = store.find(UUID.fromString(open.id())).orElseThrow();
        assertThat(store.confirm(one, given, node.bean(MoneyClock.class).now())).isTrue();
    }

    /// How the withdrawal stands after somebody has tried to redeem it.
    private JsonNode redeemed(Open open) {
        exchange.redeem(exchange.find(open.id()), open.request(), key());
        return exchange.find(open.id());
    }

    /// What is held, as if its time had been over before this hold or lock came.
    private JsonNode later(JsonNode held) {
        String id = text(held, "id");
        jdbc("UPDATE withdrawal SET until = created_at - interval '1 day' WHERE state = 'HELD' AND withdrawal_id = "
                + quoted(UUID.fromString(id)));
        return exchange.find(id);
    }

    /// Writes down whoever got through what is closed, or was stopped where nothing is.
    private void look(Closed closed, Exit exit, By by, JsonNode answer) {
        looks++;
        String decision = text(answer, "decision");
        boolean asks = by != By.PAGE_CONFIRMS && by != By.SERVICE_REDEEMS;
        List<String> reasons = closed.reasons();
        boolean right;
        if (reasons.isEmpty()) {
            right = asks ? List.of("confirm", "approved").contains(decision) : decision.equals("redeemed");
        } else {
            List<String> told = answer.get("reasons")
                    .valueStream()
                    .map(reason -> text(reason, "code"))
                    .toList();
            right = decision.equals(asks ? "held" : "refused")
                    && told.equals(reasons)
                    && (!asks || Instant.parse(text(answer, "until")).isAfter(node.clock.instant()));
        }
        if (!right) {
            slipped.add(exit + " " + by + " " + closed + ": " + answer);
        }
    }

    private void lock() {
        assertThat(owner.browser
                        .json("PUT", "/api/locks/withdrawals", "{\"days\":2}")
                        .statusCode())
                .isEqualTo(204);
        base = Exchange.request(owner.holder);
    }

    /// Moves the lock to nobody's account for a moment, or back; there is no way in the product.
    private void setAside(boolean away) {
        UUID nobody = new UUID(0, account.value().getLeastSignificantBits());
        jdbc("UPDATE withdrawal_lock SET account_id = " + quoted(away ? nobody : account.value())
                + " WHERE account_id = " + quoted(away ? account.value() : nobody));
    }

    /// Nothing is left of this hold and of what was asked under it; of what has left, the sums alone.
    private void tidied() {
        jdbc("DELETE FROM hold WHERE account_id = " + quoted(account.value()));
        jdbc("DELETE FROM withdrawal WHERE account_id = " + quoted(account.value()));
        jdbc("DELETE FROM withdrawal_sum WHERE account_id = " + quoted(account.value()));
    }

    private static String quoted(UUID id) {
        return "'" + id + "'";
    }

    private void jdbc(String statement) {
        node.bean(JdbcClient.class).sql(statement).update();
    }
}
