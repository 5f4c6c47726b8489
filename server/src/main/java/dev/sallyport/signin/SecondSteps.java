package dev.sallyport.signin;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Devices;
import dev.sallyport.stepup.Asking;
import dev.sallyport.stepup.SecondProofs;
import dev.sallyport.stepup.Ways;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// The second proof of a sign-in, after a right password.
@Component
class SecondSteps {
    private static final String FAILED = "signin.second-failed";

    private final SignIns signIns;
    private final SecondProofs seconds;
    private final Asking asking;
    private final Ways ways;
    private final Devices devices;
    private final Trusting trusting;
    private final Warnings warnings;

    SecondSteps(
            SignIns signIns,
            SecondProofs seconds,
            Asking asking,
            Ways ways,
            Devices devices,
            Trusting trusting,
            Warnings warnings) {
        this.signIns = signIns;
        this.seconds = seconds;
        this.asking = asking;
        this.ways = ways;
        this.devices = devices;
        this.trusting = trusting;
        this.warnings = warnings;
    }

    /// What the page shows.
    ///
    /// @param chosen the way that is shown, of those that the account has
    /// @param trusting the proofs after which this device may be spared the question for a while
    record Asked(Asking.Asked asked, int chosen, List<Kind> trusting) {
        boolean mayTrust() {
            return asked.kinds().stream().anyMatch(trusting::contains);
        }
    }

    Asked ask(SignIns.Started started, int way, Caller caller) {
        List<Set<Kind>> offered = ways(started, caller);
        int chosen = way >= 0 && way < offered.size() ? way : 0;
        return new Asked(
                asking.of(started.account(), bound(started), offered, chosen),
                chosen,
                trusting.by(started, offered, caller));
    }

    /// Each second proof is a way of its own, the strongest first.
    private List<Set<Kind>> ways(SignIns.Started started, Caller caller) {
        return ways.atSignIn(
                started.account(), devices.known(started.account(), caller).isPresent());
    }

    /// False when it was not right; which element was wrong is not told (A7).
    boolean prove(SignIns.Started started, Map<Kind, Secret> typed, boolean trust, Caller caller) {
        List<Set<Kind>> offered = ways(started, caller);
        Optional<Kind> kind =
                offered.stream().flatMap(Set::stream).filter(typed::containsKey).findFirst();
        if (kind.isEmpty()) {
            return false;
        }
        AccountId account = started.account();
        Optional<DeviceId> device = devices.known(account, caller);
        Attempts.Lane lane = device.map(d -> Attempts.Lane.of(account, Attempts.SECOND, d))
                .orElseGet(() -> Attempts.Lane.ofStrangers(account, Attempts.SECOND, null));
        var trier = new SecondProofs.Trier(account, lane, bound(started), FAILED, null, device.orElse(null));
        Secret value = java.util.Objects.requireNonNull(typed.get(kind.get()));
        return switch (seconds.check(trier, kind.get(), value, caller)) {
            case SecondProofs.Check.Wrong wrong -> {
                if (wrong.failures() == Attempts.FREE || wrong.failures() == Attempts.MOST) {
                    warnings.second(account, wrong.failures(), caller);
                }
                yield false;
            }
            case SecondProofs.Check.Repeated repeated -> false;
            case SecondProofs.Check.Right right -> {
                boolean weaker = device.isEmpty() && !offered.getFirst().contains(kind.get());
                boolean may = trusting.by(started, offered, caller).contains(kind.get());
                signIns.second(started, kind.get(), trust && may, weaker);
                yield true;
            }
        };
    }

    void send(SignIns.Started started, Caller caller) {
        if (ways(started, caller).stream().anyMatch(way -> way.contains(Kind.MESSAGE_CODE))) {
            asking.sendText(
                    started.account(),
                    bound(started),
                    "signin.purpose",
                    devices.known(started.account(), caller).isEmpty());
        }
    }

    /// Codes and challenges are good for this sign-in only (A16).
    private static byte[] bound(SignIns.Started started) {
        return Tokens.hash("sign-in|" + started.signIn().id());
    }
}
