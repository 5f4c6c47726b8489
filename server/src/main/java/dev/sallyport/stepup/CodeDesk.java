package dev.sallyport.stepup;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import org.springframework.stereotype.Component;

/// Sends the codes that an act asks for: to a number, or to the account's address.
@Component
class CodeDesk {
    private final StepUps stepUps;
    private final Asking asking;
    private final AddressCodes addressCodes;

    CodeDesk(StepUps stepUps, Asking asking, AddressCodes addressCodes) {
        this.stepUps = stepUps;
        this.asking = asking;
        this.addressCodes = addressCodes;
    }

    /// What a page that is opened sends by itself. A text is asked for by a click, because it costs.
    void sendFirst(Session session, StepUp stepUp, Caller caller) {
        if (asks(session, stepUp, Kind.CONTACT_CODE)) {
            addressCodes.sendFirst(session.account(), stepUp, caller);
        }
    }

    /// False when the act asks for no code that is sent.
    boolean send(Session session, StepUp stepUp, Caller caller) {
        if (asks(session, stepUp, Kind.CONTACT_CODE)) {
            addressCodes.sendAgain(session.account(), stepUp, caller);
            return true;
        }
        if (asks(session, stepUp, Kind.MESSAGE_CODE)) {
            asking.sendText(
                    session.account(),
                    stepUp.bound(),
                    "stepup.purpose." + stepUp.act().label(),
                    false);
            return true;
        }
        return false;
    }

    private boolean asks(Session session, StepUp stepUp, Kind kind) {
        return stepUps.ways(session, stepUp.act()).stream().anyMatch(way -> way.contains(kind));
    }
}
