package dev.sallyport.notices;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The demo's mailbox, for people.
@Controller
@Profile("demo")
public final class MailboxPages {
    private static final int MOST = 50;

    private final DemoMailbox mailbox;
    private final Config config;

    MailboxPages(DemoMailbox mailbox, Config config) {
        this.mailbox = mailbox;
        this.config = config;
    }

    /// @param to the address asked for, empty for all
    /// @param origin every link of ours begins with it
    public record Shown(String to, List<DemoMailbox.Mail> mails, String origin) {
        public boolean isLink(String line) {
            return line.startsWith(origin) && !line.contains(" ");
        }
    }

    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/demo/mailbox")
    Page mailbox(@RequestParam(required = false) @Nullable String to) {
        return Page.of("notices/mailbox", new Shown(to == null ? "" : to, mailbox.newest(to, MOST), config.link("/")));
    }
}
