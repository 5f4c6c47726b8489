package dev.sallyport.notices;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Templates;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which way messages leave, decided once at start from the settings.
@Configuration(proxyBeanMethods = false)
class CarrierBeans {
    /// Only the demo may go without a mail server, and has a mailbox then.
    @Bean
    Carrier mailCarrier(Config config, Templates templates, ObjectProvider<DemoMailbox> mailbox, Clock clock) {
        return config.mail().host().isEmpty()
                ? mailbox.getObject().carrier(Channel.MAIL)
                : new SmtpCarrier(config, new MailBody(config, templates), clock);
    }

    @Bean
    Carrier smsCarrier(
            Config config, ObjectProvider<DemoMailbox> mailbox, SmsStops stops, JdbcClient jdbc, Clock clock) {
        Config.Sms sms = config.sms();
        Carrier behind = switch (sms.kind()) {
            case "twilio" -> new TwilioCarrier(new HttpPost(), sms);
            case "webhook" -> new WebhookCarrier(new HttpPost(), sms, clock);
            default -> config.demo() ? mailbox.getObject().carrier(Channel.SMS) : new Off();
        };
        return new SmsSwitched(stops, new SmsGate(sms, behind, jdbc, clock));
    }

    private static final class Off implements Carrier {
        @Override
        public Channel channel() {
            return Channel.SMS;
        }

        @Override
        public Outcome carry(Letter letter, UUID notice, MessageId id) {
            return new Outcome.Dropped("sms.kind is off");
        }
    }
}
