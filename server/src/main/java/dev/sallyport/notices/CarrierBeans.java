package dev.sallyport.notices;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/// Which way messages leave, decided once at start from the settings.
@Configuration(proxyBeanMethods = false)
class CarrierBeans {
    @Bean
    @Profile("demo")
    Carrier mailCarrier(DemoMailbox mailbox) {
        return mailbox.carrier(Channel.MAIL);
    }

    @Bean
    @Profile("demo")
    Carrier smsCarrier(DemoMailbox mailbox) {
        return mailbox.carrier(Channel.SMS);
    }
}
