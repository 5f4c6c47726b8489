package dev.sallyport.exchange;

import dev.sallyport.client.WithdrawalState;
import dev.sallyport.client.WithdrawalState.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the withdraw pages show.
public final class PayoutViews {
    private PayoutViews() {}

    /// @param current the tab
    public record Top(String who, String csrf, String current) {}

    public record WayLine(String name, String label, String has, String fee) {}

    /// @param title what it is now, in few words
    /// @param says what that means
    /// @param until when the state ends, such as a hold; empty for never
    /// @param untilExactly the same in ISO 8601
    /// @param reasons as Sallyport gives them
    /// @param isOpen whether it may change by itself
    public record Line(
            String id,
            String what,
            String network,
            String destination,
            String fee,
            String at,
            String state,
            String title,
            String says,
            String until,
            String untilExactly,
            List<String> reasons,
            boolean isOpen) {}

    public record Form(Top top, List<String> mistakes, PayoutDraft draft, List<WayLine> ways, List<Line> lines) {}

    /// @param page where it is confirmed
    public record Slip(Top top, Line line, @Nullable String page) {}

    static WayLine way(Way way, BigDecimal has) {
        return new WayLine(way.name(), way.label(), plain(has), plain(way.fee()) + " " + way.asset());
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    static Line line(Payout payout) {
        WithdrawalState stands = payout.stands();
        Instant until = stands == null || payout.end() != null ? null : stands.until();
        return new Line(
                payout.id(),
                payout.terms().amount() + " " + payout.terms().asset(),
                payout.way().label(),
                payout.terms().destination(),
                "at most " + payout.terms().feeCap() + " " + payout.terms().asset(),
                Desk.TIME.format(payout.askedAt()),
                payout.state(),
                title(payout.state()),
                says(payout.state()),
                until == null ? "" : Desk.TIME.format(until),
                until == null ? "" : until.toString(),
                payout.reasons().stream().map(Reason::text).toList(),
                payout.end() == null);
    }

    private static String title(String state) {
        return switch (state) {
            case "confirm" -> "Confirm it at Sallyport";
            case "held" -> "On hold";
            case "approved" -> "Approved";
            case "sent" -> "Sent";
            case "refused" -> "Refused";
            case "declined" -> "You said no";
            case "cancelled" -> "Taken back";
            case "expired" -> "Time ran out";
            case "void" -> "Not sent";
            default -> "Being asked for";
        };
    }

    private static String says(String state) {
        return switch (state) {
            case "confirm" ->
                "Look at Sallyport's page whether this is what you want. This page waits and goes on by itself.";
            case "held" -> "Nothing can leave before that, and nobody can shorten it. Look here again then.";
            case "approved" -> "It is about to be sent.";
            case "sent" -> "Approved by you, checked against our own record, redeemed once, and sent.";
            case "refused" -> "Sallyport does not let this leave. The money is yours as before.";
            case "declined" -> "You declined it at Sallyport. The money is yours as before.";
            case "cancelled", "expired" -> "Nothing was sent. The money is yours as before.";
            case "void" ->
                "The approval was not good any more. The money is yours as before; ask again if you still want it.";
            default -> "Sallyport has not answered yet. It is asked again, and it will be one withdrawal.";
        };
    }
}
