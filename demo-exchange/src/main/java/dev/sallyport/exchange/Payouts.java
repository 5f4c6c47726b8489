package dev.sallyport.exchange;

import dev.sallyport.client.NotTaken;
import dev.sallyport.client.Redemption;
import dev.sallyport.client.Settings;
import dev.sallyport.client.Withdrawal;
import dev.sallyport.client.WithdrawalState;
import dev.sallyport.client.WithdrawalState.Decision;
import dev.sallyport.client.WithdrawalState.Reason;
import dev.sallyport.client.Withdrawals;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// What leaves the site: set aside, asked for at Sallyport, checked, redeemed, and only then sent. Nothing is sent
/// on this site's own word, and whatever was not answered is asked again under the same key.
@Component
class Payouts {
    private static final Logger LOG = LoggerFactory.getLogger(Payouts.class);
    private static final int MOST = 50;

    private final Withdrawals withdrawals;
    private final Book book;
    private final ConcurrentHashMap<String, Slot> byKey = new ConcurrentHashMap<>();

    /// Who asks, and where.
    ///
    /// @param session at Sallyport; null for a program
    /// @param program as its holder knows it; null for a session
    record Asker(
            String account,
            String address,
            @Nullable String session,
            @Nullable String program) {}

    /// What came of asking.
    sealed interface Asked {
        /// It is on its way, or was before under the same key.
        record Known(Payout payout) implements Asked {}

        /// Nothing was asked.
        ///
        /// @param why in sentences
        record Mistaken(List<String> why) implements Asked {}
    }

    /// Where one payout stands; whoever moves it on holds its lock.
    private static final class Slot {
        private volatile Payout payout;

        private Slot(Payout payout) {
            this.payout = payout;
        }
    }

    Payouts(Settings settings, Book book) {
        this.withdrawals = Withdrawals.open(settings);
        this.book = book;
    }

    /// @throws Provider.Unreachable where Sallyport gave no answer; the same key may be sent again
    Asked ask(PayoutDraft draft, Asker asker) {
        var mistakes = new ArrayList<String>();
        Optional<Payout> wanted = read(draft, asker, mistakes);
        if (wanted.isEmpty()) {
            return new Asked.Mistaken(mistakes);
        }
        // One slot for a key, whoever is first; a second try finds it.
        Slot slot = byKey.computeIfAbsent(asker.account() + "/" + draft.key(), key -> reserved(wanted.get(), mistakes));
        if (slot == null) {
            return new Asked.Mistaken(mistakes);
        }
        synchronized (slot) {
            if (!slot.payout.terms().equals(wanted.get().terms())) {
                return new Asked.Mistaken(List.of("This form was sent before with other content. Please begin anew."));
            }
            return new Asked.Known(moved(slot));
        }
    }

    private @Nullable Slot reserved(Payout wanted, List<String> mistakes) {
        String account = wanted.terms().account();
        if (of(account).size() >= MOST) {
            mistakes.add("You have asked for " + MOST + " withdrawals, which is the most here.");
            return null;
        }
        Optional<String> lack = book.take(account, wanted.way().asset(), wanted.reserved());
        lack.ifPresent(mistakes::add);
        return lack.isPresent() ? null : new Slot(wanted);
    }

    private static Optional<Payout> read(PayoutDraft draft, Asker asker, List<String> mistakes) {
        Optional<Way> way = Way.of(draft.way());
        if (way.isEmpty()) {
            mistakes.add("Choose what leaves, and over which network.");
        }
        BigDecimal amount = Book.number(draft.amount(), draft.way().startsWith(Book.CASH) ? 2 : 8, "amount", mistakes);
        if (draft.destination().isEmpty()) {
            mistakes.add("Say where it goes.");
        }
        if (!draft.key().matches("[0-9A-Za-z-]{8,64}")) {
            mistakes.add("The key is 8 to 64 letters, digits and hyphens.");
        }
        if (way.isEmpty() || amount == null || !mistakes.isEmpty()) {
            return Optional.empty();
        }
        var terms = new Withdrawal(
                asker.account(),
                way.get().kind(),
                way.get().asset(),
                way.get().network(),
                plain(amount),
                plain(Book.worth(way.get().asset(), amount)),
                plain(way.get().fee()),
                draft.destination(),
                draft.memo().isEmpty() ? null : draft.memo(),
                asker.address(),
                asker.session(),
                asker.program());
        return Optional.of(new Payout(
                UUID.randomUUID().toString(),
                way.get(),
                amount.add(way.get().fee()),
                terms,
                Instant.now(),
                null,
                null));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /// The newest first.
    List<Payout> of(String account) {
        return byKey.values().stream()
                .map(slot -> slot.payout)
                .filter(payout -> payout.terms().account().equals(account))
                .sorted(java.util.Comparator.comparing(Payout::askedAt).reversed())
                .toList();
    }

    /// One of this account's as it stands now; nobody else's is there.
    ///
    /// @throws Provider.Unreachable where Sallyport gave no answer
    Optional<Payout> look(String account, String id) {
        return byKey.values().stream()
                .filter(slot -> slot.payout.id().equals(id)
                        && slot.payout.terms().account().equals(account))
                .findFirst()
                .map(slot -> {
                    synchronized (slot) {
                        return moved(slot);
                    }
                });
    }

    /// An event says that something has changed. It is a hint: what counts is asked for.
    void hear(String account, String withdrawal) {
        byKey.values().stream()
                .map(slot -> slot.payout)
                .filter(payout -> payout.terms().account().equals(account))
                .filter(payout ->
                        payout.stands() != null && payout.stands().id().equals(withdrawal))
                .forEach(payout -> Thread.ofVirtual().start(() -> {
                    try {
                        look(account, payout.id());
                    } catch (Provider.Unreachable e) {
                        LOG.warn("Not settled yet: {}", e.getMessage());
                    }
                }));
    }

    /// As far as it goes today.
    private Payout moved(Slot slot) {
        if (slot.payout.end() != null) {
            return slot.payout;
        }
        try {
            WithdrawalState known = slot.payout.stands();
            slot.payout = slot.payout.stands(
                    known == null
                            ? withdrawals.ask(slot.payout.terms(), slot.payout.id())
                            : withdrawals.find(known.id()));
            settle(slot);
        } catch (NotTaken e) {
            end(
                    slot,
                    "refused",
                    e.mistakes().stream()
                            .map(text -> new Reason(e.code(), text))
                            .toList());
        } catch (IOException e) {
            throw new Provider.Unreachable(String.valueOf(e.getMessage()));
        }
        return slot.payout;
    }

    private void settle(Slot slot) throws IOException, NotTaken {
        Payout payout = slot.payout;
        WithdrawalState stands = java.util.Objects.requireNonNull(payout.stands());
        if (stands.decision() == Decision.APPROVED) {
            redeem(slot, payout, stands);
        } else if (stands.isOver()) {
            end(slot, payout.state(), stands.reasons());
        }
    }

    /// First here, without asking anybody, against our own record; then there, once; then it is sent.
    private void redeem(Slot slot, Payout payout, WithdrawalState stands) throws IOException, NotTaken {
        if (!withdrawals.isApproved(stands, payout.terms())) {
            LOG.error("The approval of {} is not for what we have: nothing is sent", payout.id());
            end(slot, "void", List.of());
            return;
        }
        switch (withdrawals.redeem(stands, payout.terms(), payout.id())) {
            case Redemption.Done done -> slot.payout = payout.ended("sent", List.of());
            case Redemption.Not not -> end(slot, "void", not.reasons());
        }
    }

    /// What was set aside is his again.
    private void end(Slot slot, String state, List<Reason> reasons) {
        slot.payout = slot.payout.ended(state, reasons);
        book.giveBack(slot.payout.terms().account(), slot.payout.way().asset(), slot.payout.reserved());
    }
}
