package dev.sallyport.genuine;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.Caller;
import dev.sallyport.notices.SentMessages;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON, and the list of our official channels at its well-known address.
@RestController
class GenuineApi {
    private final Checker checker;
    private final SentMessages sent;
    private final Limits limits;
    private final Map<String, Object> published;

    GenuineApi(Checker checker, SentMessages sent, Limits limits) {
        this.checker = checker;
        this.sent = sent;
        this.limits = limits;
        Channels channels = checker.channels();
        this.published = Map.of(
                "brand", channels.brand(),
                "version", channels.version(),
                "hosts", channels.hosts(),
                "mail", channels.mail(),
                "phones", channels.phones(),
                "handles", channels.handles(),
                "apps", channels.apps());
    }

    record Question(@Nullable String text) {}

    @Guard(Kind.PUBLIC)
    @PostMapping("/api/genuine")
    GenuineViews.Answer answer(@RequestBody Question question, Caller caller) {
        limits.take(Limit.GENUINE, caller.network());
        String text = question.text() == null ? "" : question.text().strip();
        if (text.isEmpty() || text.length() > Checker.LONGEST) {
            throw new Refused(ErrorCode.BAD_REQUEST, "text is empty, or longer than " + Checker.LONGEST);
        }
        return Shown.of(checker.check(text));
    }

    /// For browsers' extensions and partners. `version` changes whenever anything in it does.
    @Guard(Kind.PUBLIC)
    @GetMapping("/.well-known/official-channels.json")
    ResponseEntity<Map<String, Object>> channels() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic())
                .eTag(checker.channels().version())
                .body(published);
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/api/messages")
    SentMessages.Slice register(SignedIn who, @RequestParam @Nullable UUID before) {
        return sent.of(who.account(), before);
    }
}
