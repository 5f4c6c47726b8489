package dev.sallyport.withdrawal;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pages of this package show.
public final class WithdrawalViews {
    private WithdrawalViews() {}

    /// One withdrawal, from our own copy of what was asked.
    ///
    /// @param state as services read it: the end of the key `withdrawal.state.<state>`
    /// @param form what is asked for; null where there is nothing to confirm
    public record Slip(
            String id,
            String state,
            Terms terms,
            List<String> reasons,
            Instant until,
            @Nullable Form form) {}

    /// The second person, and what waits for whoever is one.
    ///
    /// @param person who it is, masked; null for nobody
    /// @param changesAt when `next` takes his place; null where nothing changes
    /// @param next masked; null for nobody
    /// @param link of an invitation that was just made; null for none
    /// @param confirmsFor whom this account is the second person of, masked
    /// @param box the second mailbox
    /// @param done the key of a sentence about what has just been done; null otherwise
    public record Second(
            @Nullable String person,
            @Nullable Instant changesAt,
            @Nullable String next,
            @Nullable String link,
            List<String> confirmsFor,
            List<Waiting> waiting,
            Box box,
            @Nullable String done) {
        Second with(Mistakes mistakes) {
            var wrong = new Box(box.address(), box.changesAt(), box.next(), box.named(), mistakes);
            return new Second(person, changesAt, next, link, confirmsFor, waiting, wrong, done);
        }
    }

    /// @param address in full, since the holder has named it himself; null for none
    /// @param changesAt when `next` takes its place; null where nothing changes
    /// @param next null for none
    /// @param named what was written to and has not answered; null for none
    public record Box(
            @Nullable String address,
            @Nullable Instant changesAt,
            @Nullable String next,
            @Nullable String named,
            Mistakes mistakes) {}

    /// A link to a second mailbox.
    ///
    /// @param whose whose account it is asked to confirm for, masked; null when the link counts no more
    /// @param done it has just been used
    public record MailboxLink(String token, @Nullable String whose, boolean done) {}

    /// What whoever reads the second mailbox sees.
    ///
    /// @param seen the hash of what is shown; null where there is nothing to confirm
    public record MailSlip(
            String token,
            String state,
            Terms terms,
            Instant until,
            @Nullable String seen) {}

    public record Waiting(String id, String whose, String amount, Instant until) {}

    /// @param inviter masked; null when the invitation is over, or his own
    public record Invitation(String token, @Nullable String inviter) {}

    /// @param whose whose account it leaves, masked, where a second person looks; null for the holder
    /// @param kind the end of the key `withdrawal.kind.<kind>`
    /// @param from the browser or program in which it was asked for
    /// @param place coarse; null when unknown
    public record Terms(
            @Nullable String whose,
            String kind,
            String amount,
            String asset,
            String network,
            String feeCap,
            List<Grouped.Group> destination,
            @Nullable String memo,
            @Nullable String from,
            String address,
            @Nullable String place,
            Instant askedAt) {}

    /// @param seen the hash of what is shown: an answer to anything else is none
    /// @param passkeyOptions for the browser; null where a code is asked for
    /// @param digits of the code
    public record Form(String seen, @Nullable String passkeyOptions, int digits, Mistakes mistakes) {}
}
