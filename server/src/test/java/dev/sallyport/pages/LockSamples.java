package dev.sallyport.pages;

import static dev.sallyport.pages.Samples.days;
import static dev.sallyport.pages.Samples.holder;
import static dev.sallyport.pages.Samples.minutes;

import dev.sallyport.account.HoldCause;
import dev.sallyport.account.Holds;
import dev.sallyport.account.LockViews;
import dev.sallyport.account.Locks;
import dev.sallyport.account.MasterKey;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.pages.Samples.Sample;
import java.util.List;

/// The pages of pauses, locks and the master key.
final class LockSamples {
    private LockSamples() {}

    static List<Sample> all() {
        return List.of(
                holder(
                        "locks-none",
                        "account/locks",
                        "/account/locks",
                        new LockViews.Shown(
                                null, null, null, false, null, Mistakes.in("settings-days", "lock.mistake.settings"))),
                holder(
                        "locks-all",
                        "account/locks",
                        "/account/locks",
                        new LockViews.Shown(
                                new Holds.Held(
                                        minutes(1440),
                                        List.of(new Holds.Reason(HoldCause.PASSWORD_CHANGED, minutes(1440)))),
                                new Locks.Settings(days(2), 7, minutes(5000)),
                                minutes(2880),
                                true,
                                new MasterKey(days(2), null),
                                Mistakes.in("key-settings", "lock.mistake.master-key"))),
                holder(
                        "locks-key",
                        "account/locks",
                        "/account/locks",
                        new LockViews.Shown(null, null, null, false, new MasterKey(days(2), null), Mistakes.NONE)),
                holder(
                        "locks-key-ending",
                        "account/locks",
                        "/account/locks",
                        new LockViews.Shown(
                                null, null, null, false, new MasterKey(days(2), minutes(9000)), Mistakes.NONE)),
                holder(
                        "master-key",
                        "account/master-key",
                        "/account/master-key",
                        new LockViews.Made("7K2QF-9XH4T-M3P8R-0ZB6C-WQ5EY-1N7DV")),
                holder(
                        "locks-on",
                        "account/locks",
                        "/account/locks",
                        new LockViews.Shown(
                                null, new Locks.Settings(days(2), 7, null), null, false, null, Mistakes.NONE)));
    }
}
