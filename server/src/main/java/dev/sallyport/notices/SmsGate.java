package dev.sallyport.notices;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import dev.sallyport.base.config.Config;
import java.sql.Date;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The last gate before a text costs money (R-OOB-3, A13): only to the countries that the operator named,
/// never to numbers that earn their owner money, and never more in a day than he set, over all nodes. What it
/// keeps back is dropped in silence towards whoever asked for it.
final class SmsGate implements Carrier {
    private static final List<PhoneNumberType> COSTLY = List.of(
            PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN, PhoneNumberType.VOICEMAIL);

    private final Config.Sms settings;
    private final Carrier behind;
    private final JdbcClient jdbc;
    private final Clock clock;

    SmsGate(Config.Sms settings, Carrier behind, JdbcClient jdbc, Clock clock) {
        this.settings = settings;
        this.behind = behind;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Channel channel() {
        return Channel.SMS;
    }

    @Override
    public Outcome carry(Letter letter, UUID notice, MessageId id) {
        var numbers = PhoneNumberUtil.getInstance();
        try {
            var number = numbers.parse(letter.to(), null);
            String country = numbers.getRegionCodeForNumber(number);
            if (country == null || !settings.countries().contains(country)) {
                return new Outcome.Dropped("texts to " + (country == null ? "nowhere" : country) + " are off");
            }
            if (COSTLY.contains(numbers.getNumberType(number))) {
                return new Outcome.Dropped("it is a number that costs more than a text");
            }
        } catch (NumberParseException e) {
            return new Outcome.Never("it is no telephone number");
        }
        if (!takeOneOfTheDay(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            return new Outcome.Dropped("the day's limit of " + settings.dayLimit() + " texts is used up");
        }
        return behind.carry(letter, notice, id);
    }

    /// One statement, so that all nodes together stay below the limit. Tries count, not arrivals: they are
    /// what is paid.
    private boolean takeOneOfTheDay(LocalDate day) {
        return settings.dayLimit() > 0
                && jdbc.sql("""
                        INSERT INTO notice_sms_day AS d (day, sent) VALUES (:day, 1)
                        ON CONFLICT (day) DO UPDATE SET sent = d.sent + 1 WHERE d.sent < :limit
                        """)
                                .param("day", Date.valueOf(day))
                                .param("limit", settings.dayLimit())
                                .update()
                        == 1;
    }
}
