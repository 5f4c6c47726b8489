package dev.sallyport.base.limit;

import java.time.Duration;

/// Every limit there is, a line each: how many at once, over which time they come back, what they are counted
/// by, where the count is kept, and what happens when that place does not answer.
///
/// `NODE` counts live in one node's memory and protect the machine; `SHARED` counts live in PostgreSQL, hold
/// for all nodes together and survive a restart.
public enum Limit {
    // spotless:off
    // name                 burst  per                    counted by        kept           on outage
    REQUEST                (1_200, Duration.ofMinutes(1), Key.NETWORK,      Place.NODE,    OnOutage.OPEN),
    WRITE                  (  120, Duration.ofMinutes(1), Key.NETWORK,      Place.NODE,    OnOutage.OPEN),
    SERVICE                (120_000, Duration.ofMinutes(1), Key.NETWORK,    Place.NODE,    OnOutage.OPEN),
    PROGRAM                (  600, Duration.ofMinutes(1), Key.NETWORK,      Place.NODE,    OnOutage.OPEN),
    API_KEY                (6_000, Duration.ofMinutes(1), Key.API_KEY,      Place.NODE,    OnOutage.OPEN),
    GENUINE                (   60, Duration.ofMinutes(10), Key.NETWORK,     Place.NODE,    OnOutage.OPEN),
    METER                  (  300, Duration.ofMinutes(1), Key.NETWORK,      Place.NODE,    OnOutage.OPEN),

    SIGN_IN_DEVICE         (   60, Duration.ofMinutes(10), Key.DEVICE,      Place.SHARED,  OnOutage.CLOSED),
    SIGN_IN_NETWORK        (   60, Duration.ofMinutes(10), Key.NETWORK,     Place.SHARED,  OnOutage.CLOSED),
    SIGN_IN_PREFIX         (  300, Duration.ofMinutes(10), Key.PREFIX,      Place.SHARED,  OnOutage.CLOSED),
    SIGN_IN_ASN            (3_000, Duration.ofMinutes(10), Key.ASN,         Place.SHARED,  OnOutage.CLOSED),

    SIGN_UP_NETWORK        (   20, Duration.ofHours(1),   Key.NETWORK,      Place.SHARED,  OnOutage.CLOSED),
    ADDRESS_PROOF_NETWORK  (   20, Duration.ofHours(1),   Key.NETWORK,      Place.SHARED,  OnOutage.CLOSED),
    CODE_CHECK_NETWORK     (   60, Duration.ofMinutes(10), Key.NETWORK,     Place.SHARED,  OnOutage.CLOSED),
    CODE_CHECK_TARGET      (   10, Duration.ofHours(1),   Key.TARGET,       Place.SHARED,  OnOutage.CLOSED),
    MAIL_TARGET            (    3, Duration.ofHours(1),   Key.TARGET,       Place.SHARED,  OnOutage.CLOSED),
    SMS_TARGET             (    3, Duration.ofHours(1),   Key.TARGET,       Place.SHARED,  OnOutage.CLOSED),
    SMS_NETWORK            (   10, Duration.ofHours(1),   Key.NETWORK,      Place.SHARED,  OnOutage.CLOSED),
    SMS_PREFIX             (   30, Duration.ofHours(1),   Key.PREFIX,       Place.SHARED,  OnOutage.CLOSED),
    SMS_RANGE              (   20, Duration.ofHours(1),   Key.TARGET,       Place.SHARED,  OnOutage.CLOSED),
    SMS_COUNTRY            (  500, Duration.ofHours(1),   Key.COUNTRY,      Place.SHARED,  OnOutage.CLOSED),
    CONTACT_CHANGE         (   10, Duration.ofHours(24),  Key.ACCOUNT,      Place.SHARED,  OnOutage.CLOSED),
    EXPORT                 (    5, Duration.ofHours(1),   Key.ACCOUNT,      Place.SHARED,  OnOutage.CLOSED),
    PASSKEY_NETWORK        (   60, Duration.ofMinutes(10), Key.NETWORK,     Place.SHARED,  OnOutage.CLOSED),
    PASSKEY_ASKING         (  300, Duration.ofMinutes(10), Key.NETWORK,     Place.SHARED,  OnOutage.CLOSED),
    HALF_FINISHED_NOTICE   (    3, Duration.ofHours(24),  Key.ACCOUNT,      Place.SHARED,  OnOutage.CLOSED),
    RECOVERY_CODE_KEPT     (    5, Duration.ofHours(1),   Key.ACCOUNT,      Place.SHARED,  OnOutage.CLOSED),
    RECOVERY_CODES         (   10, Duration.ofHours(1),   Key.ACCOUNT,      Place.SHARED,  OnOutage.CLOSED),
    LOCK_CHANGE            (   20, Duration.ofHours(24),  Key.ACCOUNT,      Place.SHARED,  OnOutage.CLOSED),
    LOCK_NOTICE            (   20, Duration.ofHours(1),   Key.ACCOUNT,      Place.SHARED,  OnOutage.CLOSED),
    STEP_REFUSED           (   10, Duration.ofHours(1),   Key.ACCOUNT,      Place.SHARED,  OnOutage.CLOSED),
    STEP_UP                (   60, Duration.ofMinutes(10), Key.SESSION,     Place.SHARED,  OnOutage.CLOSED),
    NUMBER_AGAIN           (   10, Duration.ofHours(24),  Key.SESSION,      Place.SHARED,  OnOutage.CLOSED),
    PROOF_AGAIN            (   30, Duration.ofMinutes(10), Key.SESSION,     Place.SHARED,  OnOutage.CLOSED),
    PASSWORD_CHANGE        (   10, Duration.ofMinutes(10), Key.ACCOUNT,     Place.SHARED,  OnOutage.CLOSED);
    // spotless:on

    /// What a count belongs to.
    public enum Key {
        /// The client's address; for IPv6 its /64.
        NETWORK,
        /// The client's /24 or /48.
        PREFIX,
        /// The network operator's number, when the operator gives a database of them.
        ASN,
        ACCOUNT,
        /// A device that the account knows: its owner comes in when the network that he sits in is used up.
        DEVICE,
        /// A session of an account.
        SESSION,
        /// Whoever would receive something: a mail address, a telephone number or a range of numbers. Where an
        /// account has proven it, that account together with it, and whether a stranger asks: no stranger uses
        /// up an owner's count.
        TARGET,
        /// A key of an account's program.
        API_KEY,
        /// The country of a telephone number.
        COUNTRY
    }

    public enum Place {
        NODE,
        SHARED
    }

    /// What holds when the counting place does not answer.
    public enum OnOutage {
        OPEN,
        CLOSED
    }

    private final int burst;
    private final Duration per;
    private final Key key;
    private final Place place;
    private final OnOutage onOutage;

    Limit(int burst, Duration per, Key key, Place place, OnOutage onOutage) {
        this.burst = burst;
        this.per = per;
        this.key = key;
        this.place = place;
        this.onOutage = onOutage;
    }

    public int burst() {
        return burst;
    }

    /// The time in which a used-up burst comes back whole.
    public Duration per() {
        return per;
    }

    public Key key() {
        return key;
    }

    public Place place() {
        return place;
    }

    public OnOutage onOutage() {
        return onOutage;
    }

    /// Such as `20 / 1h by NETWORK, SHARED, CLOSED`.
    @Override
    public String toString() {
        String time = per.toHours() > 0
                ? per.toHours() + "h"
                : per.toMinutes() > 0 ? per.toMinutes() + "m" : per.toSeconds() + "s";
        return name() + " " + burst + "/" + time + " by " + key + ", " + place + ", " + onOutage;
    }
}
