package dev.sallyport.messagecode;

import dev.sallyport.account.ContactCodes.Waiting;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Codes by text in the security centre: what they are worth, and turning them on and off.
@Controller
class MessageCodePages {
    private static final String HOME = "/account/two-step/messages";
    private static final Set<String> DONE = Set.of("on", "off", "proven");

    private final MessageCodes codes;
    private final NumberProvings provings;
    private final MessageCodeList list;

    MessageCodePages(MessageCodes codes, NumberProvings provings, MessageCodeList list) {
        this.codes = codes;
        this.provings = provings;
        this.list = list;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(HOME)
    Page show(SignedIn who, @RequestParam(defaultValue = "") String done) {
        return page(who, DONE.contains(done) ? "messagecode.done." + done : null, Mistakes.NONE);
    }

    private Page page(SignedIn who, @Nullable String done, Mistakes mistakes) {
        return Page.of("messagecode/messages", list.of(who.account(), done, mistakes));
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.MESSAGE_CODES)
    @PostMapping(HOME)
    Object turnOn(SignedIn who, Form form, Caller caller) {
        return switch (codes.turnOn(who.account(), Numbers.id(form.text("number", 60)), caller)) {
            case DONE, ALREADY -> new Redirect(HOME + "?done=on");
            case NO_NUMBER ->
                page(who, null, Mistakes.in("number", "messagecode.mistake.number"))
                        .unprocessable();
            case UNPROVEN ->
                page(who, null, Mistakes.in("number", "messagecode.mistake.unproven"))
                        .unprocessable();
            case NOT_OFFERED -> throw new Refused(ErrorCode.NOT_FOUND, "message codes are not offered");
        };
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.MESSAGE_CODES)
    @PostMapping(HOME + "/removal")
    Redirect turnOff(SignedIn who, Caller caller) {
        return switch (codes.turnOff(who.account(), caller)) {
            case DONE -> new Redirect(HOME + "?done=off");
            case UNKNOWN -> throw new Refused(ErrorCode.NOT_FOUND, "message codes are off");
            case LAST -> throw new Refused(ErrorCode.CONFLICT, "the last strong proof stays");
        };
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(HOME + "/proving")
    Redirect prove(SignedIn who, Form form, Caller caller) {
        if (!provings.begin(who.session(), Numbers.id(form.text("number", 60)), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no number of this account that must be proven again");
        }
        return new Redirect(HOME + "/code");
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(HOME + "/code")
    Object code(SignedIn who, @RequestParam(defaultValue = "") String sent) {
        return codePage(who, sent.equals("again"), Mistakes.NONE)
                .<Object>map(p -> p)
                .orElse(new Redirect(HOME));
    }

    private Optional<Page> codePage(SignedIn who, boolean again, Mistakes mistakes) {
        return provings.waiting(who.session()).map(w -> page(w, again, mistakes));
    }

    private static Page page(Waiting waiting, boolean again, Mistakes mistakes) {
        return Page.of(
                "messagecode/code", new MessageCodeViews.Code(waiting.masked(), waiting.codeUntil(), again, mistakes));
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(HOME + "/code")
    Object finish(SignedIn who, Form form, Caller caller) {
        if (provings.finish(who.session(), form.typed("code"), caller)) {
            return new Redirect(HOME + "?done=proven");
        }
        return codePage(who, false, Mistakes.in("code", "account.mistake.code"))
                .<Object>map(Page::unprocessable)
                .orElse(new Redirect(HOME));
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(HOME + "/code/sending")
    Redirect resend(SignedIn who, Caller caller) {
        provings.resend(who.session(), caller);
        return new Redirect(HOME + "/code?sent=again");
    }
}
