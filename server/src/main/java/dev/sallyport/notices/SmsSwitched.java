package dev.sallyport.notices;

import java.util.UUID;

/// Stands before the gate: where the operator has stopped texts, none goes out.
final class SmsSwitched implements Carrier {
    private final SmsStops stops;
    private final Carrier behind;

    SmsSwitched(SmsStops stops, Carrier behind) {
        this.stops = stops;
        this.behind = behind;
    }

    @Override
    public Channel channel() {
        return Channel.SMS;
    }

    @Override
    public Outcome carry(Letter letter, UUID notice, MessageId id) {
        String country = SmsPlace.country(letter.to());
        return stops.byOperator(country)
                ? new Outcome.Dropped("texts to " + country + " are stopped by the operator")
                : behind.carry(letter, notice, id);
    }
}
