package dev.sallyport.signin;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.sallyport.account.Freezes;
import dev.sallyport.account.Holds;
import dev.sallyport.account.Proofs;
import dev.sallyport.account.Provings.Proving;
import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Devices;
import dev.sallyport.session.Sessions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The end of a sign-in: the browser is remembered unless it is a shared one, a session is opened, and the
/// owner is told when the device is new. All in the caller's transaction.
@Component
class Arrival {
    static final String HOME = "/account";
    /// Noted beside the proofs: a weaker one was taken on an unknown device (A20).
    static final String WEAKER = "weaker-way";
    private static final Set<String> PROOFS =
            Arrays.stream(Proofs.Kind.values()).map(Proofs.Kind::amr).collect(toSet());

    private final Devices devices;
    private final Sessions sessions;
    private final Reach reach;
    private final Audit audit;
    private final Trusting trusting;
    private final Holds holds;
    private final Freezes freezes;

    Arrival(
            Devices devices,
            Sessions sessions,
            Reach reach,
            Audit audit,
            Trusting trusting,
            Holds holds,
            Freezes freezes) {
        this.devices = devices;
        this.sessions = sessions;
        this.reach = reach;
        this.audit = audit;
        this.trusting = trusting;
        this.holds = holds;
        this.freezes = freezes;
    }

    SignIns.Next open(Proving proving, SignIn signIn, Caller caller) {
        AccountId account = proving.account();
        freezes.mustBeNone(account);
        Known known = signIn.shared() ? new Known(null, null, true) : remember(account, caller);
        DeviceId device = known.device();
        List<String> proofs = proving.given().stream().filter(PROOFS::contains).toList();
        Sessions.Opened opened = sessions.open(account, known.device(), proofs, signIn.shared(), caller);
        Secret trustToken = signIn.trust() && device != null ? trusting.give(account, device, caller) : null;
        if (known.isNew()) {
            holds.deviceIsNew(account);
        }
        if (proving.given().contains(WEAKER)) {
            reach.all(account, "signin.weaker-way", Map.of(), caller);
        } else if (known.isNew()) {
            reach.all(account, "signin.new-device", Map.of(), caller);
        } else if (signIn.failures() > Attempts.FREE) {
            // ASVS 6.3.5: a success after failures is worth a word even on a known device.
            reach.all(account, "signin.after-failures", Map.of(), caller);
        }
        audit.record(
                account,
                Fact.success("signin.succeeded")
                        .in(opened.session().id())
                        .on(known.device())
                        .from(caller)
                        .with("device", known.isNew() ? "new" : "known")
                        .with("factors", factors(proving)));
        String back = Redirect.isOwn(signIn.back()) ? signIn.back() : HOME;
        return new SignIns.Next.Open(opened, known.token(), trustToken, back);
    }

    /// What was proven; a new password is none.
    private static String factors(Proving proving) {
        return proving.given().stream()
                .filter(proof -> !proof.equals(Need.NEW_PASSWORD.proof()) && !proof.equals(Need.SECOND.proof()))
                .collect(joining(" "));
    }

    /// The first session of an account that has just been opened; nobody needs to be told.
    SignIns.Next.Open first(AccountId account, Caller caller) {
        Known known = known(devices.rememberFirst(account, caller));
        List<String> proofs = List.of(Proofs.Kind.CONTACT_CODE.amr(), Proofs.Kind.PASSWORD.amr());
        Sessions.Opened opened = sessions.open(account, known.device(), proofs, false, caller);
        return new SignIns.Next.Open(opened, known.token(), null, HOME);
    }

    private record Known(
            @Nullable DeviceId device, @Nullable Secret token, boolean isNew) {}

    private Known remember(AccountId account, Caller caller) {
        return known(devices.remember(account, caller));
    }

    private static Known known(Devices.Remembered remembered) {
        return switch (remembered) {
            case Devices.Remembered.Known known -> new Known(known.device(), null, false);
            case Devices.Remembered.New fresh -> new Known(fresh.device(), fresh.token(), true);
        };
    }
}
