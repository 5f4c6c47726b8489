package dev.sallyport.signals;

import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.Secret;
import dev.sallyport.signals.Receiver.State;
import dev.sallyport.signals.Receivers.Added;
import dev.sallyport.signals.Receivers.Standing;
import dev.sallyport.wire.DeadLetterPage;
import dev.sallyport.wire.DeadLetterPage.DeadLetter;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.ReceiverEntry;
import dev.sallyport.wire.ReceiverList;
import dev.sallyport.wire.ReceiverRemoved;
import dev.sallyport.wire.ReceiverRequest;
import dev.sallyport.wire.ReceiverSecret;
import dev.sallyport.wire.ReceiverTurn;
import dev.sallyport.wire.ReplayRequest;
import dev.sallyport.wire.Replayed;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// What staff may do to those who are told of events. It shows no more of an event than its id, type and time, and a
/// secret once. A receiver that does not exist is `NOT_FOUND`.
@Component
final class ReceiverDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiverDesk.class);

    private static final int MOST_LETTERS = 1_000;
    private static final int LEAST_REASON = 3;
    private static final int MOST_REASON = 200;

    private final Receivers receivers;

    ReceiverDesk(Receivers receivers) {
        this.receivers = receivers;
    }

    /// The receiver cannot be as it was described.
    static final class NotTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String field;
        private final String sentence;

        NotTaken(String field, String sentence) {
            super("not taken", null, false, false);
            this.field = field;
            this.sentence = sentence;
        }

        String field() {
            return field;
        }

        String sentence() {
            return sentence;
        }
    }

    ReceiverList list() {
        return new ReceiverList(
                receivers.standings().stream().map(ReceiverDesk::shown).toList());
    }

    ReceiverEntry one(String name) {
        return receivers.standing(name).map(ReceiverDesk::shown).orElseThrow(ReceiverDesk::unknown);
    }

    private static ReceiverEntry shown(Standing s) {
        Receiver r = s.receiver();
        return new ReceiverEntry(
                r.name(),
                r.way().stored(),
                r.url(),
                r.types(),
                r.state().stored(),
                r.reason(),
                s.waiting(),
                s.next() == null ? null : s.next().toString(),
                s.oldest(),
                r.failures(),
                r.failingSince(),
                r.resumeAt(),
                s.dead(),
                r.createdAt());
    }

    private static Refused unknown() {
        return new Refused(ErrorCode.NOT_FOUND, "no such receiver");
    }

    Making adding(ReceiverRequest wanted, Service service) {
        return new Making(Objects.requireNonNullElse(wanted.name(), ""), () -> added(wanted, service));
    }

    private Secret added(ReceiverRequest w, Service service) {
        String name = Objects.requireNonNullElse(w.name(), "");
        List<String> types = Objects.requireNonNullElse(w.types(), List.of());
        return switch (receivers.add(name, Objects.requireNonNullElse(w.address(), ""), types)) {
            case Added.Done done -> {
                tell("receiver.added", name, service, "");
                yield done.secret();
            }
            case Added.Taken() -> throw new Refused(ErrorCode.CONFLICT, "the name is taken");
            case Added.Wrong wrong -> throw new NotTaken("receiver", wrong.sentence());
        };
    }

    Making rotating(String name, Service service) {
        return new Making(name, () -> {
            Secret secret = receivers.rotate(name).orElseThrow(ReceiverDesk::unknown);
            tell("receiver.rotated", name, service, "");
            return secret;
        });
    }

    /// A secret on its way to whoever asked for it; knows it until it was told.
    static final class Making {
        private final String name;
        private final Supplier<Secret> work;
        private @Nullable Secret secret;

        private Making(String name, Supplier<Secret> work) {
            this.name = name;
            this.work = work;
        }

        /// @return without the secret
        ReceiverSecret run() {
            secret = work.get();
            return new ReceiverSecret(name, null);
        }

        ReceiverSecret reveal(ReceiverSecret made) {
            return secret == null ? made : new ReceiverSecret(made.name(), secret.reveal());
        }
    }

    ReceiverRemoved remove(String name, Service service) {
        if (!receivers.remove(name)) {
            throw unknown();
        }
        tell("receiver.removed", name, service, "");
        return new ReceiverRemoved(name);
    }

    ReceiverEntry turn(String name, ReceiverTurn wanted, Service service) {
        State state = state(Objects.requireNonNullElse(wanted.state(), ""));
        String reason = Objects.requireNonNullElse(wanted.reason(), "").strip();
        if (reason.length() < LEAST_REASON || reason.length() > MOST_REASON || !Plain.isHarmless(reason)) {
            throw new NotTaken("reason", "Say why, in one line of 3 to 200 characters.");
        }
        if (!receivers.turn(name, state, reason)) {
            throw unknown();
        }
        tell("receiver.turned-" + state.stored(), name, service, reason);
        return one(name);
    }

    private static State state(String word) {
        for (State state : State.values()) {
            if (state.stored().equals(word)) {
                return state;
            }
        }
        throw new NotTaken("state", "A receiver is on, paused or off.");
    }

    DeadLetterPage dead(String name, @Nullable UUID after, int limit) {
        int most = Math.clamp(limit, 1, MOST_LETTERS);
        // One more than asked for says whether there is more.
        List<Receivers.DeadLetter> found = receivers.dead(name, after, most + 1).orElseThrow(ReceiverDesk::unknown);
        List<DeadLetter> letters = found.stream()
                .limit(most)
                .map(d -> new DeadLetter(
                        d.event().toString(), d.type(), d.attempts(), d.at(), Plain.oneLine(d.error(), MOST_REASON)))
                .toList();
        return new DeadLetterPage(
                letters, found.size() > most ? letters.getLast().event() : null);
    }

    Replayed replay(String name, ReplayRequest wanted, Service service) {
        UUID event = wanted.event() == null ? null : SsfViews.id(wanted.event());
        int told = receivers.replay(name, event).orElseThrow(ReceiverDesk::unknown);
        if (event != null && told == 0) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such dead letter");
        }
        tell("receiver.replayed", name, service, told + " events");
        return new Replayed(told);
    }

    private static void tell(String action, String name, Service service, String why) {
        LOG.atInfo()
                .addKeyValue("event.action", action)
                .log(
                        "{}: {} by {}{}",
                        action,
                        Plain.oneLine(name, 60),
                        service.name(),
                        why.isEmpty() ? "" : ": " + why);
    }
}
