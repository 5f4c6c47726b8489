package dev.sallyport.notices;

import dev.sallyport.base.http.Guard;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The demo's mailbox, for programs: newest first.
@RestController
@Profile("demo")
public final class MailboxApi {
    private static final int MOST = 100;

    private final DemoMailbox mailbox;

    MailboxApi(DemoMailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/demo/mailbox.json")
    List<DemoMailbox.Mail> mailbox(@RequestParam(required = false) @Nullable String to) {
        return mailbox.newest(to, MOST);
    }
}
