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
import dev.sallyport.account.Locks;
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
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
        SESSION_ASKS("held"),
        /// The service, for a program with a key of the holder's.
        PROGRAM_ASKS("held"),
        /// The service looks again at what was held, when its own time is over.
        HELD_BEFORE("held"),
        /// The service looks at what it was told to let the holder confirm.
        SERVICE_LOOKS("held"),
        /// The holder opens the page, or opens it again.
        PAGE_LOOKS("held"),
        /// The holder, with the proof for the page that was opened before.
        PAGE_CONFIRMS("held"),
        /// The second person, for whom it waits.
        SECOND_LOOKS("held"),
        /// The service looks at what was approved before.
        APPROVED_LOOKED_AT("refused"),
        /// The service, for what was approved before.
        SERVICE_REDEEMS("refused");

        final String stopped;

        By(String stopped) {
            this.stopped = stopped;
        }

        /// What comes of it where nothing is closed.
        Set<String> right() {
            return switch (this) {
                case SESSION_ASKS, PROGRAM_ASKS, HELD_BEFORE -> Set.of("confirm", "approved");
                case SERVICE_LOOKS, PAGE_LOOKS, SECOND_LOOKS -> Set.of("confirm");
                case PAGE_CONFIRMS, APPROVED_LOOKED_AT -> Set.of("approved");
                case SERVICE_REDEEMS -> Set.of("redeemed");
            };
        }
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

    /// @param proof an answer of the holder's to the page as it was before; null where he has given none
    private record Open(
            Map<String, String> request,
            String id,
            @Nullable Map<String, String> proof,
            String approval) {}

    private final TestNode node = TestNode.shared();
    private final Exchange exchange = new Exchange(node);
    private final AppHolder owner = AppHolder.signUp(node);
    private final AppHolder second = AppHolder.signUp(node);
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
        Closed.all(false).forEach(closed -> everybodyComes(closed, true));
        lock();
        Closed.all(true).forEach(closed -> everybodyComes(closed, true));
        assertThat(slipped).isEmpty();
        assertThat(looks).isEqualTo(Exit.values().length * (HoldCause.values().length + 1) * 2 * By.values().length);
    }

    /// That the looks above can see something: the same, of a hold that is not there.
    @Test
    void whoeverGetsThroughIsWrittenDown() {
        everybodyComes(new Closed(HoldCause.PASSWORD_CHANGED, false), false);
        assertThat(looks).isEqualTo(Exit.values().length * By.values().length);
        assertThat(slipped).hasSize(looks);
    }

    /// One kind of caller after the other, so that no limit is reached by those before.
    private void everybodyComes(Closed closed, boolean inForce) {
        for (By by : By.values()) {
            // Nothing can be opened or approved under a lock; then it is one that comes later, by what stands in the
            // table.
            setAside(closed.locked());
            var open = new EnumMap<Exit, Open>(Exit.class);
            for (Exit exit : Exit.values()) {
                open.put(exit, opened(by, exit));
            }
            setAside(false);
            HoldCause cause = closed.cause();
            if (cause != null && inForce) {
                node.bean(Tx.class).run(() -> node.bean(Holds.class).place(account, cause));
            }
            for (Exit exit : Exit.values()) {
                look(closed, exit, by, come(by, Objects.requireNonNull(open.get(exit))));
            }
            tidied();
        }
    }

    /// As it stood before anything was closed.
    private Open opened(By by, Exit exit) {
        Map<String, String> request = with(base, "kind", exit.label(), "value", "1");
        return switch (by) {
            case SESSION_ASKS, HELD_BEFORE -> new Open(request, "", null, "");
            case PROGRAM_ASKS -> {
                Map<String, String> program = with(request, "client", "Bot");
                program.remove("session");
                yield new Open(program, "", null, "");
            }
            case SERVICE_LOOKS, PAGE_LOOKS -> asked(request);
            case PAGE_CONFIRMS -> {
                Open one = asked(request);
                var page = page(owner.browser, one.id());
                String answer = soft.get(Exchange.passkeyOptions(page));
                yield new Open(request, one.id(), Map.of("seen", seen(page), "passkey", answer), "");
            }
            case SECOND_LOOKS -> {
                Open one = asked(request);
                given(one, null, second.account);
                yield one;
            }
            case APPROVED_LOOKED_AT, SERVICE_REDEEMS -> {
                Open one = asked(request);
                given(one, UUID.randomUUID(), null);
                yield new Open(request, one.id(), null, text(exchange.find(one.id()), "approval"));
            }
        };
    }

    /// What waits for its holder, whatever the policy lets go by itself.
    private Open asked(Map<String, String> request) {
        String id = text(exchange.ask(request), "id");
        jdbc("UPDATE withdrawal SET state = 'CONFIRM' WHERE withdrawal_id = " + quoted(UUID.fromString(id)));
        return new Open(request, id, null, "");
    }

    /// As the page does it in the end.
    private void given(Open open, @Nullable UUID approval, @Nullable AccountId person) {
        var store = node.bean(WithdrawalStore.class);
        var given = new WithdrawalStore.Confirmation("hwk", new byte[] {1}, approval, person);
        Withdrawal one = store.find(UUID.fromString(open.id())).orElseThrow();
        assertThat(store.confirm(one, given, node.bean(MoneyClock.class).now())).isTrue();
    }

    /// How it stands after somebody has come.
    private JsonNode come(By by, Open one) {
        return switch (by) {
            case SESSION_ASKS, PROGRAM_ASKS -> exchange.ask(one.request());
            case HELD_BEFORE -> later(exchange.ask(one.request()));
            case SERVICE_LOOKS, APPROVED_LOOKED_AT -> exchange.find(one.id());
            case PAGE_LOOKS -> shown(owner, one);
            case SECOND_LOOKS -> shown(second, one);
            case PAGE_CONFIRMS -> {
                var answer = confirm(owner.browser, one.id(), Objects.requireNonNull(one.proof()));
                assertThat(answer.statusCode()).isEqualTo(303);
                yield exchange.find(one.id());
            }
            case SERVICE_REDEEMS -> {
                exchange.redeem(one.id(), one.approval(), one.request(), key());
                yield exchange.find(one.id());
            }
        };
    }

    /// The page asks for a proof where nothing is closed, and nowhere else; then the service is told the same.
    private JsonNode shown(AppHolder who, Open one) {
        var page = page(who.browser, one.id());
        JsonNode told = exchange.find(one.id());
        boolean asks = !page.select("input[name=seen]").isEmpty();
        if (asks != text(told, "decision").equals("confirm")) {
            slipped.add(one.request().get("kind") + " is shown otherwise than told: " + told);
        }
        return told;
    }

    /// What is held, as if its time had been over before this hold or lock came.
    private JsonNode later(JsonNode held) {
        String id = text(held, "id");
        jdbc("UPDATE withdrawal SET until = created_at - interval '1 day' WHERE state = 'HELD' AND withdrawal_id = "
                + quoted(UUID.fromString(id)));
        return exchange.find(id);
    }

    /// Writes down whoever got through what is closed, or was stopped where nothing is, or was told another end.
    private void look(Closed closed, Exit exit, By by, JsonNode answer) {
        looks++;
        String decision = text(answer, "decision");
        boolean right;
        if (closed.reasons().isEmpty()) {
            right = by.right().contains(decision);
        } else {
            List<String> told = answer.get("reasons")
                    .valueStream()
                    .map(reason -> text(reason, "code"))
                    .toList();
            right = decision.equals(by.stopped)
                    && told.equals(closed.reasons())
                    && (!decision.equals("held")
                            || Instant.parse(text(answer, "until")).equals(end()));
        }
        if (!right) {
            slipped.add(exit + " " + by + " " + closed + ": " + answer);
        }
    }

    /// When the last of what closes the account ends, by the tables themselves.
    private Instant end() {
        Instant now = node.bean(MoneyClock.class).now();
        return Stream.of(
                        node.bean(Holds.class).on(account, now).map(Holds.Held::until),
                        node.bean(Locks.class).withdrawals(account, now))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElseThrow();
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
