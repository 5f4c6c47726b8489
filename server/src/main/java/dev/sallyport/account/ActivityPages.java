package dev.sallyport.account;

import dev.sallyport.audit.Entry;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.text.Language;
import dev.sallyport.session.Devices;
import dev.sallyport.session.Sessions;
import dev.sallyport.session.SignedIn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The overview and the activity.
@Controller
class ActivityPages {
    private final Activity activity;
    private final OverviewNotices notices;
    private final Contacts contacts;
    private final Proofs proofs;
    private final Sessions sessions;
    private final Devices devices;
    private final Lines lines;

    ActivityPages(
            Activity activity,
            OverviewNotices notices,
            Contacts contacts,
            Proofs proofs,
            Sessions sessions,
            Devices devices,
            Lines lines) {
        this.activity = activity;
        this.notices = notices;
        this.contacts = contacts;
        this.proofs = proofs;
        this.sessions = sessions;
        this.devices = devices;
        this.lines = lines;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/account")
    Page overview(SignedIn who, @RequestParam(defaultValue = "") String done, Language language) {
        List<Entry> latest = activity.latest(who.account(), "", 3);
        List<Contact> held = contacts.list(who.account());
        return Page.of(
                "account/overview",
                new AccountViews.Overview(
                        notices.of(who, held, done, language),
                        before(who),
                        sessions.list(who.account()).size(),
                        devices.list(who.account()).size(),
                        held(proofs.held(who.account())),
                        held.size(),
                        0,
                        latest.stream().map(e -> lines.of(e, language)).toList()));
    }

    private static AccountViews.Held held(List<Proofs.Held> proofs) {
        Instant passwordChanged = proofs.stream()
                .filter(p -> p.kind() == Proofs.Kind.PASSWORD)
                .map(Proofs.Held::boundAt)
                .reduce((a, b) -> b)
                .orElse(null);
        List<Proofs.Kind> kinds = proofs.stream().map(Proofs.Held::kind).toList();
        return new AccountViews.Held(
                passwordChanged,
                (int) kinds.stream().filter(Proofs.Kind.PASSKEY::equals).count(),
                (int) kinds.stream().filter(Proofs.Kind.TOTP::equals).count(),
                ProofPolicy.hasSecond(kinds),
                ProofPolicy.isAlone(kinds));
    }

    private AccountViews.@Nullable SignedIn before(SignedIn who) {
        return activity.latest(who.account(), "signin.succeeded", 5).stream()
                .filter(e -> !who.session().id().equals(e.session()))
                .findFirst()
                .map(lines::signedIn)
                .orElse(null);
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/account/activity")
    Page activity(
            SignedIn who,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String before,
            Language language) {
        Optional<Activity.Kind> filter = Activity.Kind.of(kind);
        long from = before.matches("[0-9]{1,18}") ? Long.parseLong(before) : Long.MAX_VALUE;
        Activity.Slice slice = activity.before(who.account(), filter, from);
        String word = filter.map(Activity.Kind::word).orElse("");
        return Page.of(
                "account/activity",
                new AccountViews.Activity(
                        Activity.Kind.words(),
                        word,
                        slice.entries().stream().map(e -> lines.of(e, language)).toList(),
                        from == Long.MAX_VALUE ? null : link(word, 0),
                        slice.older() == 0 ? null : link(word, slice.older())));
    }

    private static String link(String kind, long before) {
        String query = (kind.isEmpty() ? "" : "&kind=" + kind) + (before == 0 ? "" : "&before=" + before);
        return "/account/activity" + (query.isEmpty() ? "" : "?" + query.substring(1));
    }
}
