package dev.sallyport.account;

import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.session.SignedIn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// What the overview asks its reader to look at, the most urgent first.
@Component
class OverviewNotices {
    private static final Set<String> ENDS_OF_RECOVERY =
            Set.of("recovery.begun", "recovery.cancelled", "recovery.completed");

    private final Activity activity;
    private final ProofDemand demand;
    private final Holds holds;
    private final Locks locks;
    private final Lines lines;

    OverviewNotices(Activity activity, ProofDemand demand, Holds holds, Locks locks, Lines lines) {
        this.activity = activity;
        this.demand = demand;
        this.holds = holds;
        this.locks = locks;
        this.lines = lines;
    }

    /// @param done what has just ended, as the address says it; empty for nothing
    List<AccountViews.Notice> of(SignedIn who, List<Contact> held, String done, Language language) {
        var notices = new ArrayList<AccountViews.Notice>();
        if (done.equals("stepup-over")) {
            notices.add(
                    new AccountViews.Notice("warning", lines.text(language, "account.notice.stepup-over"), null, null));
        }
        wayBack(who.account(), language).ifPresent(notices::add);
        Optional<Instant> until = demand.until(who.account());
        until.ifPresent(end -> notices.add(new AccountViews.Notice(
                "warning",
                lines.text(language, "account.notice.second-proof", "until", lines.day(who.account(), end, language)),
                null,
                "/account/two-step")));
        notices.addAll(pausing(who.account(), language));
        activity.latest(who.account(), "signin.failed", 1).stream()
                .filter(e -> e.at().isAfter(lines.recently()))
                .findFirst()
                .ifPresent(e -> notices.add(new AccountViews.Notice(
                        "warning",
                        lines.text(language, "account.notice.failed"),
                        e.at(),
                        "/account/activity?kind=refused")));
        if (held.size() == 1) {
            notices.add(new AccountViews.Notice(
                    "info",
                    lines.text(language, "account.notice.one-contact"),
                    held.getFirst().addedAt(),
                    "/account/contacts"));
        }
        return notices;
    }

    /// Somebody wants in without the password. Whoever is signed in may not read the mails that say so (A74).
    private Optional<AccountViews.Notice> wayBack(AccountId account, Language language) {
        return activity.latest(account, "recovery.", 20).stream()
                .filter(fact -> ENDS_OF_RECOVERY.contains(fact.kind()))
                .findFirst()
                .filter(fact ->
                        fact.kind().equals("recovery.begun") && fact.at().isAfter(lines.recently()))
                .map(fact -> new AccountViews.Notice(
                        "danger", lines.text(language, "account.notice.recovery"), fact.at(), "/account/lockdown"));
    }

    /// What keeps money in the account now.
    private List<AccountViews.Notice> pausing(AccountId account, Language language) {
        var notices = new ArrayList<AccountViews.Notice>();
        holds.on(account).ifPresent(pause -> {
            String why = "hold.cause." + pause.reasons().getFirst().cause().label();
            notices.add(locking(lines.text(
                    language,
                    "account.notice.held",
                    "at",
                    lines.moment(account, pause.until(), language),
                    "why",
                    lines.text(language, why))));
        });
        locks.withdrawals(account)
                .ifPresent(end -> notices.add(locking(
                        lines.text(language, "account.notice.locked", "at", lines.moment(account, end, language)))));
        return notices;
    }

    private static AccountViews.Notice locking(String text) {
        return new AccountViews.Notice("info", text, null, "/account/locks");
    }
}
