package dev.sallyport.signin;

import dev.sallyport.account.Browsers;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The same as JSON, and what the browser is asked.
@RestController
class PasskeyDoorApi {
    private final PasskeyDoor door;
    private final Threshold threshold;
    private final JsonMapper json;

    PasskeyDoorApi(PasskeyDoor door, Threshold threshold, JsonMapper json) {
        this.door = door;
        this.threshold = threshold;
        this.json = json;
    }

    /// @param passkey the browser's answer as JSON text
    /// @param identifier what the options were asked with; none when nobody was named
    record Answer(
            Secret passkey,
            @Nullable Boolean shared,
            @Nullable String identifier) {}

    record Named(@Nullable String identifier) {}

    /// For `navigator.credentials.get`, when nobody is named.
    @Guard(Kind.PUBLIC)
    @PostMapping("/api/sign-in/passkey/options")
    JsonNode options(HttpServletRequest request, Caller caller) {
        return json.readTree(door.options(Browsers.of(request), "", caller));
    }

    /// The same for an account that is named, whether it exists or not.
    @Guard(Kind.PUBLIC)
    @PostMapping("/api/sign-in/passkey/options/named")
    JsonNode named(HttpServletRequest request, @RequestBody Named named, Caller caller) {
        return json.readTree(door.options(Browsers.of(request), cut(named.identifier()), caller));
    }

    private static String cut(@Nullable String identifier) {
        return identifier == null || identifier.length() > 320 ? "" : identifier;
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/api/sign-in/passkey")
    SignInState enter(
            HttpServletRequest request, HttpServletResponse response, @RequestBody Answer answer, Caller caller) {
        SignIns.Next next = door.enter(
                new PasskeyDoor.Answer(
                        Browsers.of(request),
                        cut(answer.identifier()),
                        answer.passkey(),
                        Boolean.TRUE.equals(answer.shared()),
                        ""),
                caller);
        if (next instanceof SignIns.Next.Open open) {
            threshold.cross(request, response, open, caller);
            return new SignInState("done");
        }
        throw new Refused(Mistakes.in("passkey", "signin.mistake.passkey"));
    }
}
