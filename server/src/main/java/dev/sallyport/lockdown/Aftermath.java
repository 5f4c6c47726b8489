package dev.sallyport.lockdown;

import dev.sallyport.account.Lines;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Entry;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/// What comes after: what happened lately, what of it was the holder, and in what order to put things right. Most
/// important first: whoever still reads his mail or sits in his computer undoes everything else.
@Component
class Aftermath {
    /// How far back somebody remembers what he did himself.
    private static final Duration LATELY = Duration.ofDays(14);
    private static final int READ = 200;
    private static final int MOST_READ = 2_000;
    private static final int MOST_SHOWN = 50;
    /// What a thief does, by the beginning of the facts' kinds; the rest is noise here.
    private static final List<String> TELLING = List.of(
            "signin.succeeded",
            "device.added",
            "password.",
            "passkey.",
            "totp.",
            "messagecode.",
            "recoverycode.",
            "contact.",
            "apikey.created",
            "apikey.changed",
            "oauth.consented",
            "oauth.granted",
            "withdrawal.approved",
            "withdrawal.redeemed",
            "withdrawal.second-",
            "destination.",
            "masterkey.",
            "account.closing",
            "account.exported",
            "lock.",
            "recovery.");
    private static final Map<String, List<String>> TOUCHES = Map.of(
            "second", List.of("passkey.", "totp.", "messagecode."),
            "codes", List.of("recoverycode."),
            "contacts", List.of("contact."),
            "devices", List.of("signin.", "device."),
            "keys", List.of("apikey."),
            "apps", List.of("oauth."),
            "money", List.of("withdrawal.", "destination."));

    private final LockdownStore store;
    private final Audit audit;
    private final Lines lines;
    private final Tx tx;

    Aftermath(LockdownStore store, Audit audit, Lines lines, Tx tx) {
        this.store = store;
        this.audit = audit;
        this.lines = lines;
        this.tx = tx;
    }

    /// The latest case; empty while the doors were never closed.
    Optional<LockdownViews.Case> show(AccountId account, Language language) {
        return store.latest(account).map(one -> show(one, language));
    }

    private LockdownViews.Case show(Lockdown one, Language language) {
        Map<Long, Boolean> answers = store.answers(one);
        List<Entry> facts = lately(one);
        var foreign = new TreeSet<String>();
        facts.stream()
                .filter(fact -> Boolean.FALSE.equals(answers.get(fact.seq())))
                .forEach(fact -> foreign.add(fact.kind()));
        return new LockdownViews.Case(
                one.id().toString(),
                one.lockedAt(),
                one.way().label(),
                one.closed(),
                facts.stream()
                        .map(fact ->
                                new LockdownViews.Asked(fact.seq(), lines.of(fact, language), answers.get(fact.seq())))
                        .toList(),
                steps(foreign));
    }

    private static List<LockdownViews.Step> steps(Set<String> foreign) {
        return List.of(
                step("mailbox", null, foreign),
                step("computer", null, foreign),
                step("second", "/account/two-step", foreign),
                step("contacts", "/account/contacts", foreign),
                step("codes", "/account/two-step/recovery-codes", foreign),
                step("devices", "/account/devices", foreign),
                step("money", "/account/activity", foreign),
                step("keys", "/account/api-keys", foreign),
                step("apps", "/account/apps", foreign));
    }

    private static LockdownViews.Step step(
            String name, @org.jspecify.annotations.Nullable String href, Set<String> foreign) {
        boolean urgent = TOUCHES.getOrDefault(name, List.of()).stream()
                .anyMatch(prefix -> foreign.stream().anyMatch(kind -> kind.startsWith(prefix)));
        return new LockdownViews.Step(name, href, urgent);
    }

    /// What happened in the time before, newest first.
    private List<Entry> lately(Lockdown one) {
        var found = new ArrayList<Entry>();
        long before = Long.MAX_VALUE;
        for (int read = 0; read < MOST_READ; read += READ) {
            List<Entry> page = audit.timeline(one.account(), "", before, READ);
            for (Entry entry : page) {
                if (entry.at().isBefore(one.lockedAt().minus(LATELY)) || found.size() == MOST_SHOWN) {
                    return found;
                }
                if (isAsked(one, entry)) {
                    found.add(entry);
                }
            }
            if (page.size() < READ) {
                return found;
            }
            before = page.getLast().seq();
        }
        return found;
    }

    private static boolean isAsked(Lockdown one, Entry entry) {
        return entry.succeeded()
                && entry.at().isBefore(one.lockedAt())
                && TELLING.stream().anyMatch(entry.kind()::startsWith);
    }

    /// What the holder says of one fact. False when it is none that he is asked about.
    boolean answer(AccountId account, long fact, boolean mine) {
        return tx.run(() -> {
            Optional<Lockdown> one = store.latest(account);
            boolean asked = one.stream().flatMap(l -> lately(l).stream()).anyMatch(entry -> entry.seq() == fact);
            if (asked) {
                store.answer(one.orElseThrow(), fact, mine);
            }
            return asked;
        });
    }
}
