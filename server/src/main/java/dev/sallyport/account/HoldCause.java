package dev.sallyport.account;

import dev.sallyport.base.config.Config;
import java.time.Duration;
import java.util.Locale;

/// After what nothing leaves an account, and for how long: the whole table (R-HOLD-1). The holder reads why in the
/// texts `hold.cause.<name>`.
public enum HoldCause {
    // spotless:off
    PASSWORD_CHANGED  (24, true),
    PASSWORD_RESET    (48, true),
    SECOND_RECOVERED  (48, true),
    SECOND_REPLACED   (24, true),
    CONTACT_CHANGED   (24, true),
    ACCOUNT_RECOVERED (72, true),
    /// Somebody else added a destination, or wanted the list of destinations looser: whoever it was had a proof.
    DISOWNED          (24, true),
    /// A device that is new while one of the above still holds.
    NEW_DEVICE        (24, false),
    /// A new machine key that may withdraw.
    WITHDRAW_KEY      (24, false);
    // spotless:on

    private final Duration life;
    private final boolean change;

    HoldCause(int hours, boolean change) {
        this.life = Duration.ofHours(hours);
        this.change = change;
    }

    /// At least.
    public Duration life() {
        return life;
    }

    /// As the operator has it, and never less.
    Duration life(Config.Holds settings) {
        return switch (this) {
            case SECOND_RECOVERED -> longer(settings.secondRecovered());
            case CONTACT_CHANGED -> longer(settings.contactChanged());
            case PASSWORD_CHANGED,
                    PASSWORD_RESET,
                    SECOND_REPLACED,
                    ACCOUNT_RECOVERED,
                    DISOWNED,
                    NEW_DEVICE,
                    WITHDRAW_KEY -> life;
        };
    }

    private Duration longer(Duration chosen) {
        return chosen.compareTo(life) > 0 ? chosen : life;
    }

    /// Whether somebody else may have taken the account over by it, so that a device that comes new meanwhile counts.
    boolean isChange() {
        return change;
    }

    /// As it stands in tables, answers and text keys: `password-changed`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static HoldCause of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
