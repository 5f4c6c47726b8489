package dev.sallyport.account;

import dev.sallyport.audit.Entry;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Preferences, activity, export and closing as JSON.
@RestController
class AccountApi {
    private final Accounts accounts;
    private final Activity activity;
    private final Exports exports;
    private final Closings closings;

    AccountApi(Accounts accounts, Activity activity, Exports exports, Closings closings) {
        this.accounts = accounts;
        this.activity = activity;
        this.exports = exports;
        this.closings = closings;
    }

    /// @param language `en` or `de`; absent to follow the browser
    /// @param eraseAt when a closing account is erased; only in answers
    record Preferences(
            @Nullable String language,
            @Nullable String zone,
            @Nullable String name,
            @Nullable Boolean visible,
            @Nullable Instant eraseAt) {}

    /// @param understood true: that nothing comes back once the account is erased
    record Closing(@Nullable Boolean understood) {}

    /// @param older what to send as `before` for the next page; 0 when there is none
    record Slice(List<Entry> entries, long older) {}

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/api/preferences")
    Preferences preferences(SignedIn who) {
        Account account = accounts.find(who.account())
                .orElseThrow(() -> new Refused(ErrorCode.NOT_SIGNED_IN, "the account is gone"));
        Accounts.Visibility visibility = accounts.visibility(who.account());
        Language language = account.language();
        return new Preferences(
                language == null ? null : language.code(),
                account.zone().getId(),
                visibility.name(),
                visibility.visible(),
                account.eraseAt());
    }

    @Guard(Kind.SIGNED_IN)
    @PutMapping("/api/preferences")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void prefer(SignedIn who, @RequestBody Preferences wanted, Caller caller) {
        Mistakes mistakes = mistakes(wanted);
        if (mistakes.any()) {
            throw new Refused(mistakes);
        }
        String zone = wanted.zone();
        String name = wanted.name();
        var preferences = new Accounts.Preferences(
                Language.byCode(wanted.language()).orElse(null),
                Zones.read(zone == null ? "" : zone),
                new Accounts.Visibility(name == null ? "" : name, Boolean.TRUE.equals(wanted.visible())));
        if (!accounts.prefer(who.account(), preferences, caller)) {
            throw new Refused(Mistakes.in("name", "account.mistake.name"));
        }
    }

    private static Mistakes mistakes(Preferences wanted) {
        String language = wanted.language();
        String zone = wanted.zone();
        Mistakes mistakes = Mistakes.NONE;
        if (language != null && Language.byCode(language).isEmpty()) {
            mistakes = mistakes.and("language", "account.mistake.language");
        }
        return zone == null || Zones.isKnown(zone) ? mistakes : mistakes.and("zone", "account.mistake.zone");
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/api/activity")
    Slice activity(
            SignedIn who,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before) {
        Activity.Slice slice = activity.before(who.account(), Activity.Kind.of(kind), before);
        return new Slice(slice.entries(), slice.older());
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.EXPORT)
    @PostMapping(path = "/api/export", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] export(SignedIn who, Caller caller) {
        return exports.of(who.session(), caller);
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.CLOSING)
    @PostMapping("/api/closing")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void close(SignedIn who, @RequestBody Closing wanted, Caller caller, HttpServletResponse response) {
        switch (closings.close(who.session(), Boolean.TRUE.equals(wanted.understood()), caller)) {
            case BEGUN -> SignedIn.take(response, who.session().shared());
            case NOT_UNDERSTOOD -> throw new Refused(Mistakes.in("understood", "account.closing.mistake.understood"));
            case ALREADY -> throw new Refused(ErrorCode.CONFLICT, "closing already");
        }
    }

    @Guard(Kind.SIGNED_IN)
    @DeleteMapping("/api/closing")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void keep(SignedIn who, Caller caller) {
        if (!closings.keep(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "not closing");
        }
    }
}
