package dev.sallyport.signin;

import dev.sallyport.account.Browsers;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.who.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/// Where the sign-in page sends a passkey's answer.
@Controller
class PasskeyDoorPages {
    private final PasskeyDoor door;
    private final FirstPage first;
    private final Threshold threshold;

    PasskeyDoorPages(PasskeyDoor door, FirstPage first, Threshold threshold) {
        this.door = door;
        this.first = first;
        this.threshold = threshold;
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/sign-in/passkey")
    Object enter(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        boolean shared = form.ticked("shared");
        String back = form.text("to", 500);
        SignIns.Next next = door.enter(
                new PasskeyDoor.Answer(Browsers.of(request), "", form.secret("passkey"), shared, back), caller);
        return next instanceof SignIns.Next.Open open
                ? threshold.cross(request, response, open, caller)
                : first.of("", shared, back, Mistakes.in("identifier", "signin.mistake.passkey"))
                        .unprocessable();
    }
}
