package dev.sallyport.notices;

import dev.sallyport.base.config.Config;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.Properties;
import java.util.UUID;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/// Mail over SMTP. With `starttls` a server that does not offer it gets nothing: a code must not cross the
/// network in plain because somebody in the middle cut a line out.
final class SmtpCarrier implements Carrier {
    private final Config.Mail settings;
    private final MailBody body;
    private final Clock clock;
    private final Session session;

    SmtpCarrier(Config config, MailBody body, Clock clock) {
        this.settings = config.mail();
        this.body = body;
        this.clock = clock;
        this.session = Session.getInstance(properties(config));
    }

    private static Properties properties(Config config) {
        Config.Mail mail = config.mail();
        var p = new Properties();
        p.put("mail.transport.protocol", "smtp");
        p.put("mail.smtp.host", mail.host());
        p.put("mail.smtp.port", Integer.toString(mail.port()));
        p.put("mail.smtp.auth", Boolean.toString(mail.user() != null));
        p.put("mail.smtp.from", mail.from());
        p.put("mail.smtp.localhost", config.origin().getHost());
        p.put("mail.smtp.connectiontimeout", "5000");
        p.put("mail.smtp.timeout", "15000");
        p.put("mail.smtp.writetimeout", "15000");
        p.put("mail.smtp.ssl.enable", Boolean.toString(mail.security().equals("tls")));
        p.put("mail.smtp.starttls.enable", Boolean.toString(mail.security().equals("starttls")));
        p.put("mail.smtp.starttls.required", Boolean.toString(mail.security().equals("starttls")));
        p.put("mail.smtp.ssl.checkserveridentity", "true");
        p.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        return p;
    }

    @Override
    public Channel channel() {
        return Channel.MAIL;
    }

    @Override
    public Outcome carry(Letter letter, UUID notice, MessageId id) {
        MimeMessage mail;
        try {
            mail = body.of(letter, notice, id, clock.instant(), session);
        } catch (MessagingException e) {
            return new Outcome.Never("its address cannot be written to");
        }
        try (Transport transport = session.getTransport()) {
            transport.connect(settings.user(), settings.password());
            transport.sendMessage(mail, mail.getAllRecipients());
            return new Outcome.Sent();
        } catch (MessagingException e) {
            return outcome(e);
        }
    }

    /// By the server's reply code (RFC 5321 section 4.2.1), whose text may hold the address and is not kept.
    static Outcome outcome(MessagingException failure) {
        if (failure instanceof AuthenticationFailedException) {
            return new Outcome.Later("the mail server does not take our name and password", true);
        }
        int code = code(failure);
        if (code == 530 || code == 535 || code == 538 || code == 421) {
            return new Outcome.Later("the mail server answered " + code, true);
        }
        if (code >= 500) {
            return new Outcome.Never("the mail server answered " + code);
        }
        return code >= 400
                ? new Outcome.Later("the mail server answered " + code, false)
                : new Outcome.Later("the mail server cannot be reached as it must: " + kind(failure), true);
    }

    private static String kind(MessagingException failure) {
        Exception cause = failure.getNextException();
        return (cause == null ? failure : cause).getClass().getSimpleName();
    }

    private static int code(MessagingException failure) {
        int code = -1;
        for (Exception e = failure; e instanceof MessagingException m; e = m.getNextException()) {
            code = switch (m) {
                case SMTPAddressFailedException address -> address.getReturnCode();
                case SMTPSenderFailedException sender -> sender.getReturnCode();
                case SMTPSendFailedException send -> send.getReturnCode();
                default -> code;
            };
        }
        return code;
    }
}
