package dev.sallyport.messagecode;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON.
@RestController
class MessageCodeApi {
    private static final String HOME = "/api/two-step/messages";

    private final MessageCodes codes;
    private final NumberProvings provings;
    private final MessageCodeList list;

    MessageCodeApi(MessageCodes codes, NumberProvings provings, MessageCodeList list) {
        this.codes = codes;
        this.provings = provings;
        this.list = list;
    }

    /// @param number masked; absent while it is off
    /// @param possible when on, whether a code can be sent now; when off, whether it can be turned on
    record Shown(
            boolean offered,
            boolean on,
            @Nullable String number,
            boolean possible,
            List<MessageCodeViews.Phone> numbers) {}

    record Choice(@Nullable String number) {}

    record Code(Secret code) {}

    @Guard(Kind.SIGNED_IN)
    @GetMapping(HOME)
    Shown show(SignedIn who) {
        MessageCodes.State state = codes.state(who.account());
        var overview = list.of(who.account(), null, Mistakes.NONE);
        var chosen = overview.on();
        return new Shown(
                overview.offered(),
                state.on(),
                state.maskedNumber(),
                state.possible(),
                Stream.concat(
                                chosen != null && chosen.usable() ? Stream.of(chosen) : Stream.empty(),
                                Stream.concat(overview.numbers().stream(), overview.stale().stream()))
                        .toList());
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.MESSAGE_CODES)
    @PostMapping(HOME)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void turnOn(SignedIn who, @RequestBody Choice choice, Caller caller) {
        switch (codes.turnOn(who.account(), Numbers.id(choice.number()), caller)) {
            case DONE, ALREADY -> {}
            case NO_NUMBER -> throw new Refused(Mistakes.in("number", "messagecode.mistake.number"));
            case UNPROVEN -> throw new Refused(Mistakes.in("number", "messagecode.mistake.unproven"));
            case NOT_OFFERED -> throw new Refused(ErrorCode.NOT_FOUND, "message codes are not offered");
        }
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.MESSAGE_CODES)
    @DeleteMapping(HOME)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void turnOff(SignedIn who, Caller caller) {
        switch (codes.turnOff(who.account(), caller)) {
            case DONE -> {}
            case UNKNOWN -> throw new Refused(ErrorCode.NOT_FOUND, "message codes are off");
            case LAST -> throw new Refused(ErrorCode.CONFLICT, "the last strong proof stays");
        }
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(HOME + "/proving")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void prove(SignedIn who, @RequestBody Choice choice, Caller caller) {
        if (!provings.begin(who.session(), Numbers.id(choice.number()), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no number of this account that must be proven again");
        }
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(HOME + "/code")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void finish(SignedIn who, @RequestBody Code code, Caller caller) {
        if (!provings.finish(who.session(), code.code().reveal(), caller)) {
            throw new Refused(Mistakes.in("code", "account.mistake.code"));
        }
    }
}
