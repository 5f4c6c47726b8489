package dev.sallyport.pages;

import static dev.sallyport.pages.Samples.holder;
import static dev.sallyport.pages.Samples.minutes;
import static dev.sallyport.pages.Samples.stranger;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.pages.Samples.Sample;
import dev.sallyport.withdrawal.Grouped;
import dev.sallyport.withdrawal.WithdrawalViews;
import dev.sallyport.withdrawal.WithdrawalViews.Form;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The page on which a holder says yes or no to what leaves his account.
final class WithdrawalSamples {
    private static final Mistakes WRONG = Mistakes.in("code", "withdrawal.mistake.code");

    private WithdrawalSamples() {}

    static List<Sample> all() {
        return List.of(
                slip("confirm", List.of("amount"), new Form("abc", "{}", 0, Mistakes.NONE)),
                slip("confirm-code", List.of("new-payee", "day"), new Form("abc", null, 6, Mistakes.NONE)),
                slip("confirm-wrong", List.of(), new Form("abc", null, 6, WRONG)),
                slip("second", List.of("day"), null),
                slip("held", List.of("changed"), null),
                slip("approved", List.of("amount"), null),
                slip("redeemed", List.of(), null),
                slip("refused", List.of("too-many-codes"), null),
                slip("declined", List.of(), null),
                slip("cancelled", List.of(), null),
                slip("expired", List.of(), null),
                slip("confirm-second", List.of("day"), new Form("abc", "{}", 0, Mistakes.NONE)),
                second("none", null, null, null, null, List.of()),
                second("invited", null, null, null, "https://account.examplex.com/second-person/abc", List.of()),
                second("chosen", "a…b@mail.examplex.com", minutes(2_000), null, null, List.of("c…d@examplex.com")),
                second("changing", "a…b@mail.examplex.com", minutes(2_000), "c…d@examplex.com", null, List.of()),
                holder(
                        "invitation",
                        "withdrawal/invitation",
                        "/second-person/abc",
                        new WithdrawalViews.Invitation("abc", "a…b@mail.examplex.com")),
                holder(
                        "invitation-over",
                        "withdrawal/invitation",
                        "/second-person/abc",
                        new WithdrawalViews.Invitation("abc", null)),
                mailbox("mailbox", new WithdrawalViews.MailboxLink("abc", "a…b@mail.examplex.com", false)),
                mailbox("mailbox-over", new WithdrawalViews.MailboxLink("abc", null, false)),
                mailbox("mailbox-done", new WithdrawalViews.MailboxLink("abc", null, true)),
                mailSlip("confirm-second", "abc"),
                mailSlip("approved", null),
                mailSlip("declined", null),
                mailSlip("expired", null));
    }

    private static Sample mailbox(String name, WithdrawalViews.MailboxLink model) {
        return stranger("second-" + name, "withdrawal/mailbox", "/second-mailbox/abc", model);
    }

    private static Sample mailSlip(String state, @Nullable String seen) {
        return stranger(
                "mail-approval-" + state,
                "withdrawal/mail-slip",
                "/mail-approvals/abc",
                new WithdrawalViews.MailSlip("abc", state, terms("a…b@mail.examplex.com"), minutes(8), seen));
    }

    private static WithdrawalViews.Terms terms(@Nullable String whose) {
        return new WithdrawalViews.Terms(
                whose,
                "on-chain",
                "1234567.000000000000000001",
                "BTC",
                "bitcoin",
                "0.0001",
                groups(),
                "<b>Rent & more",
                "Firefox, Linux",
                "203.0.113.9",
                "Berlin, Germany",
                minutes(-2));
    }

    private static Sample slip(String name, List<String> reasons, @Nullable Form form) {
        return holder(
                "withdrawal-" + name,
                "withdrawal/slip",
                "/withdrawals/" + Samples.ID,
                new WithdrawalViews.Slip(
                        Samples.ID,
                        name.equals("confirm-second") ? name : name.replaceFirst("-.*", ""),
                        terms(name.equals("confirm-second") ? "a…b@mail.examplex.com" : null),
                        reasons,
                        minutes(8),
                        form));
    }

    private static Sample second(
            String name,
            @Nullable String person,
            @Nullable Instant changesAt,
            @Nullable String next,
            @Nullable String link,
            List<String> confirmsFor) {
        return holder(
                "second-person-" + name,
                "withdrawal/second",
                "/account/second-person",
                new WithdrawalViews.Second(
                        person,
                        changesAt,
                        next,
                        link,
                        confirmsFor,
                        confirmsFor.stream()
                                .map(whose -> new WithdrawalViews.Waiting(Samples.ID, whose, "2 BTC", minutes(8)))
                                .toList(),
                        box(name),
                        person == null ? null : "withdrawal.second.done.kept"));
    }

    private static WithdrawalViews.Box box(String name) {
        return switch (name) {
            case "chosen" -> new WithdrawalViews.Box("e@mail.examplex.com", null, null, null, Mistakes.NONE);
            case "changing" ->
                new WithdrawalViews.Box(
                        "e@mail.examplex.com", minutes(2_000), "f@mail.examplex.com", null, Mistakes.NONE);
            case "invited" ->
                new WithdrawalViews.Box(
                        null, null, null, "e@mail.examplex.com", Mistakes.in("mail", "withdrawal.mailbox.mistake.own"));
            default -> new WithdrawalViews.Box(null, null, null, null, Mistakes.NONE);
        };
    }

    private static List<Grouped.Group> groups() {
        return Stream.of("bc1q", "ar0s", "rrr7", "xfkv", "y5l6", "43ly", "dnw9", "re59", "gtzz", "wf5m", "dq")
                .map(text -> new Grouped.Group(text, text.equals("bc1q") || text.equals("dq")))
                .toList();
    }
}
