package dev.sallyport.account;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.http.Act;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which proofs are taken where, strongest first: one table for sign-in, for sensitive acts and for what may be
/// removed (R-SU-1, R-PK-2, R-OOB; docs/policies.md shows it).
///
/// For an act a proof is taken only while the account has no stronger one: beside a passkey an app's code is not
/// enough. A recovery code stands in for a strong proof that was lost, together with the password, but never moves
/// money.
public enum ProofPolicy {
    // spotless:off
    // kind                                strong  at sign-in             proofs              account             money
    PASSKEY      (Kind.PASSKEY,       true,  AtSignIn.ALONE,        Taken.ALONE,        Taken.ALONE,        Taken.ALONE),
    TOTP         (Kind.TOTP,          true,  AtSignIn.SECOND,       Taken.ALONE,        Taken.ALONE,        Taken.ALONE),
    RECOVERY_CODE(Kind.RECOVERY_CODE, false, AtSignIn.SECOND,       Taken.IN_ITS_PLACE, Taken.IN_ITS_PLACE, Taken.NOT),
    MESSAGE_CODE (Kind.MESSAGE_CODE,  false, AtSignIn.SECOND_KNOWN, Taken.WITH_PASSWORD, Taken.WITH_PASSWORD, Taken.NOT),
    PASSWORD     (Kind.PASSWORD,      false, AtSignIn.FIRST,        Taken.ALONE,        Taken.ALONE,        Taken.NOT),
    CONTACT_CODE (Kind.CONTACT_CODE,  false, AtSignIn.NOT,          Taken.NOT,          Taken.NOT,          Taken.NOT);
    // spotless:on

    /// What a proof is worth in a sign-in.
    enum AtSignIn {
        NOT,
        /// Two proofs in one.
        ALONE,
        FIRST,
        SECOND,
        /// After the password, but not on an unknown device of an account that has a strong one (A20).
        SECOND_KNOWN
    }

    /// What a proof is worth for an act.
    enum Taken {
        NOT,
        /// Unless the account has a stronger one.
        ALONE,
        /// The same, and the password must come along: it is worth too little alone.
        WITH_PASSWORD,
        /// For a strong one that was lost, with the password.
        IN_ITS_PLACE
    }

    private final Kind kind;
    private final boolean strong;
    private final AtSignIn atSignIn;
    private final Taken proofs;
    private final Taken account;
    private final Taken money;

    ProofPolicy(Kind kind, boolean strong, AtSignIn atSignIn, Taken proofs, Taken account, Taken money) {
        this.kind = kind;
        this.strong = strong;
        this.atSignIn = atSignIn;
        this.proofs = proofs;
        this.account = account;
        this.money = money;
    }

    private static ProofPolicy of(Kind kind) {
        return Arrays.stream(values()).filter(p -> p.kind == kind).findFirst().orElseThrow();
    }

    /// Whether it is a proof that a thief of password, mailbox and number does not have: a passkey or an app.
    public static boolean isStrong(Kind kind) {
        return of(kind).strong;
    }

    /// Whether a sign-in needs a second proof. Recovery codes are none by themselves: they stand in for one.
    public static boolean hasSecond(Collection<Kind> held) {
        return held.stream().anyMatch(kind -> isStrong(kind) || kind == Kind.MESSAGE_CODE);
    }

    /// The second proofs that a sign-in takes from this account, strongest first; empty when it needs none.
    public static List<Kind> atSignIn(Collection<Kind> held, boolean knownDevice) {
        if (!hasSecond(held)) {
            return List.of();
        }
        boolean hasStrong = held.stream().anyMatch(ProofPolicy::isStrong);
        return Arrays.stream(values())
                .filter(p -> held.contains(p.kind))
                .filter(p -> switch (p.atSignIn) {
                    case NOT, FIRST -> false;
                    case ALONE, SECOND -> true;
                    case SECOND_KNOWN -> knownDevice || !hasStrong;
                })
                .map(p -> p.kind)
                .toList();
    }

    /// Whether a browser in which this second proof was given may be spared it for a while. A page that looks
    /// like ours can pass a code on, so it must be a browser that the account has known for some time; a passkey
    /// it cannot (A19). A recovery code stands in for what is lost, and never does.
    public static boolean mayTrust(Kind kind, boolean settledDevice) {
        return switch (kind) {
            case PASSKEY -> true;
            case TOTP, MESSAGE_CODE -> settledDevice;
            case RECOVERY_CODE, PASSWORD, CONTACT_CODE -> false;
        };
    }

    /// Whether the account would be lost with one thing: it has a single strong proof and no recovery code that
    /// stands in for it (R-PK-3). A text does not open it where it is not known.
    ///
    /// @param held the kind of each proof that the account has
    public static boolean isAlone(Collection<Kind> held) {
        return held.stream().filter(ProofPolicy::isStrong).count() == 1 && !held.contains(Kind.RECOVERY_CODE);
    }

    /// What must be given for an act: any one of these sets, each whole, strongest first. Empty: the account has
    /// nothing that would do.
    public static List<Set<Kind>> forAct(Collection<Kind> held, Act.About about) {
        if (about == Act.About.TWO_STRONG) {
            Set<Kind> both = EnumSet.of(Kind.PASSKEY, Kind.TOTP);
            return held.containsAll(both) ? List.of(both) : List.of();
        }
        var ways = new ArrayList<Set<Kind>>();
        boolean hasStrong = held.stream().anyMatch(ProofPolicy::isStrong);
        boolean stronger = false;
        for (ProofPolicy p : values()) {
            if (!held.contains(p.kind)) {
                continue;
            }
            Taken taken = p.taken(about);
            if (taken == Taken.IN_ITS_PLACE) {
                if (hasStrong) {
                    ways.add(EnumSet.of(p.kind, Kind.PASSWORD));
                }
                continue;
            }
            if (!stronger && taken != Taken.NOT) {
                ways.add(taken == Taken.ALONE ? EnumSet.of(p.kind) : EnumSet.of(p.kind, Kind.PASSWORD));
            }
            stronger = true;
        }
        return ways;
    }

    /// The same in a session that nothing but the password speaks for. Whoever binds the first second proof,
    /// takes the account's addresses over, or drives its devices out, shuts everybody else out. A stolen
    /// password alone does not do for it: a code to an address of the account goes along.
    ///
    /// @param settled whether the account has known the session's device for a while, or the holder has already
    ///     typed a code in this session that went to an address of his
    public static List<Set<Kind>> forAct(Collection<Kind> held, Act.About about, boolean settled) {
        List<Set<Kind>> ways = forAct(held, about);
        return settled || !ways.equals(List.of(EnumSet.of(Kind.PASSWORD)))
                ? ways
                : List.of(EnumSet.of(Kind.PASSWORD, Kind.CONTACT_CODE));
    }

    private Taken taken(Act.About about) {
        return switch (about) {
            case NOTHING -> Taken.NOT;
            case PROOFS -> proofs;
            case ACCOUNT -> account;
            case MONEY -> money;
            case TWO_STRONG -> Taken.NOT;
        };
    }

    /// Whether one may go while the others stay: the last strong one never does.
    public static boolean mayGo(Kind kind, Collection<Kind> others) {
        return !isStrong(kind) || others.stream().anyMatch(ProofPolicy::isStrong);
    }
}
