package dev.sallyport.notices;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Templates;
import dev.sallyport.base.text.Plain;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/// Makes the mail of a letter: text and HTML of the same words, no attachment, nothing loaded from anywhere.
public final class MailBody {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final Config config;
    private final Templates templates;

    MailBody(Config config, Templates templates) {
        this.config = config;
        this.templates = templates;
    }

    /// What the HTML shows.
    public record Shown(Letter letter, String brand) {}

    MimeMessage of(Letter letter, UUID notice, MessageId id, Instant now, Session session) throws MessagingException {
        var mail = new Numbered(session, "<" + notice + "@" + config.origin().getHost() + ">");
        mail.setFrom(from());
        mail.setRecipients(RecipientType.TO, new Address[] {to(letter.to())});
        mail.setSubject(Plain.oneLine(letter.subject(), 150), UTF_8);
        mail.setSentDate(Date.from(now));
        // No program shall answer; and whoever bounces or files it can tell by the code which message it was.
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Auto-Response-Suppress", "All");
        mail.setHeader("Content-Language", letter.language().code());
        mail.setHeader("X-Message-Code", id.text());
        var text = new MimeBodyPart();
        text.setText(letter.text(), UTF_8, "plain");
        var html = new MimeBodyPart();
        html.setText(templates.render("notices/mail", new Shown(letter, config.brand())), UTF_8, "html");
        mail.setContent(new MimeMultipart("alternative", text, html));
        mail.saveChanges();
        return mail;
    }

    private InternetAddress from() throws MessagingException {
        try {
            return new InternetAddress(config.mail().from(), Plain.oneLine(config.brand(), 80), UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java has UTF-8", e);
        }
    }

    /// One bare address. What could be read as two, or as a header, is refused before it meets the mail
    /// server.
    private static InternetAddress to(String address) throws MessagingException {
        if (!Plain.isHarmless(address)) {
            throw new MessagingException("an address with control characters");
        }
        var parsed = new InternetAddress(address, true);
        if (!address.equals(parsed.getAddress()) || address.chars().anyMatch(c -> c == ' ' || c == ',' || c == ';')) {
            throw new MessagingException("not one bare address");
        }
        return parsed;
    }

    /// Keeps our Message-ID: the same for every try, so that receivers know a repeated mail again.
    private static final class Numbered extends MimeMessage {
        private final String number;

        Numbered(Session session, String number) {
            super(session);
            this.number = number;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", number);
        }
    }
}
