package dev.sallyport.genuine;

import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.Caller;
import dev.sallyport.notices.SentMessages;
import dev.sallyport.session.SignedIn;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// "Is this really us?" for everybody, and the register of our messages for their reader.
@Controller
class GenuinePages {
    static final String PATH = "/genuine";
    private static final String REGISTER = "/account/messages";

    private final Checker checker;
    private final SentMessages sent;
    private final Limits limits;

    GenuinePages(Checker checker, SentMessages sent, Limits limits) {
        this.checker = checker;
        this.sent = sent;
        this.limits = limits;
    }

    @Guard(Kind.PUBLIC)
    @GetMapping(PATH)
    Page ask() {
        return page("", null, Mistakes.NONE);
    }

    /// Nothing is changed and nothing kept; it is a form because what was received may be long, and belongs in no
    /// address and no log.
    @Guard(Kind.PUBLIC)
    @PostMapping(PATH)
    Page answer(Form form, Caller caller) {
        limits.take(Limit.GENUINE, caller.network());
        String text = form.typed("text");
        if (text.isEmpty()) {
            return page("", null, Mistakes.in("text", "genuine.mistake.empty")).unprocessable();
        }
        if (text.length() > Checker.LONGEST) {
            return page("", null, Mistakes.in("text", "genuine.mistake.long")).unprocessable();
        }
        return page(text, Shown.of(checker.check(text)), Mistakes.NONE);
    }

    private Page page(String text, GenuineViews.@Nullable Answer answer, Mistakes mistakes) {
        return Page.of("genuine/ask", new GenuineViews.Ask(text, answer, Shown.of(checker.channels()), mistakes));
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(REGISTER)
    Page register(SignedIn who, @RequestParam(defaultValue = "") String before) {
        UUID from = before.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") ? UUID.fromString(before) : null;
        SentMessages.Slice slice = sent.of(who.account(), from);
        return Page.of(
                "genuine/register",
                new GenuineViews.Register(
                        slice.lines().stream()
                                .map(line -> new GenuineViews.Line(
                                        line.code(),
                                        Shown.about(line.kind()),
                                        Shown.word(line.channel()),
                                        line.to(),
                                        line.at(),
                                        line.state()))
                                .toList(),
                        from == null ? null : REGISTER,
                        slice.older() == null ? null : REGISTER + "?before=" + slice.older()));
    }
}
