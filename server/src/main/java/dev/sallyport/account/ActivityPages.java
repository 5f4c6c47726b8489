package dev.sallyport.account;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Entry;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.text.Language;
import dev.sallyport.session.Devices;
import dev.sallyport.session.Sessions;
import dev.sallyport.session.SignedIn;
import java.time.Instant;
import java.util.ArrayList;
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
    private final Audit audit;
    private final Contacts contacts;
    private final Proofs proofs;
    private final Sessions sessions;
    private final Devices devices;
    private final Lines lines;

    ActivityPages(
            Activity activity,
            Audit audit,
            Contacts contacts,
            Proofs proofs,
            Sessions sessions,
            Devices devices,
            Lines lines) {
        this.activity = activity;
        this.audit = audit;
        this.contacts = contacts;
        this.proofs = proofs;
        this.sessions = sessions;
        this.devices = devices;
        this.lines = lines;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/account")
    Page overview(SignedIn who, Language language) {
        List<Entry> latest = audit.timeline(who.account(), "", Long.MAX_VALUE, 3);
        List<Contact> held = contacts.list(who.account());
        Instant passwordChanged = proofs.held(who.account()).stream()
                .filter(p -> p.kind() == Proofs.Kind.PASSWORD)
                .map(Proofs.Held::boundAt)
                .reduce((a, b) -> b)
                .orElse(null);
        return Page.of(
                "account/overview",
                new AccountViews.Overview(
                        notices(who, held, language),
                        before(who),
                        sessions.list(who.account()).size(),
                        devices.list(who.account()).size(),
                        passwordChanged,
                        held.size(),
                        0,
                        latest.stream().map(e -> lines.of(e, language)).toList()));
    }

    private AccountViews.@Nullable SignedIn before(SignedIn who) {
        return audit.timeline(who.account(), "signin.succeeded", Long.MAX_VALUE, 5).stream()
                .filter(e -> !who.session().id().equals(e.session()))
                .findFirst()
                .map(lines::signedIn)
                .orElse(null);
    }

    private List<AccountViews.Notice> notices(SignedIn who, List<Contact> held, Language language) {
        var notices = new ArrayList<AccountViews.Notice>();
        audit.timeline(who.account(), "signin.failed", Long.MAX_VALUE, 1).stream()
                .filter(e -> e.at().isAfter(lines.recently()))
                .findFirst()
                .ifPresent(e -> notices.add(new AccountViews.Notice(
                        "warning",
                        lines.text(language, "account.notice.failed"),
                        e.at(),
                        "/account/activity?kind=refused")));
        if (held.size() == 1) {
            notices.add(new AccountViews.Notice(
                    "info",
                    lines.text(language, "account.notice.one-contact"),
                    held.getFirst().addedAt(),
                    "/account/contacts"));
        }
        return notices;
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
