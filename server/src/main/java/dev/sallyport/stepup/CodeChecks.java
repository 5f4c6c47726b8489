package dev.sallyport.stepup;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.messagecode.MessageCodes;
import dev.sallyport.recoverycode.RecoveryCodes;
import dev.sallyport.totp.Totps;
import org.springframework.stereotype.Component;

/// Looks at a code of any kind; a right one is used up. Tries are counted by [SecondProofs] before.
@Component
class CodeChecks {
    private final Totps totps;
    private final RecoveryCodes recoveryCodes;
    private final MessageCodes messageCodes;
    private final AddressCodes addressCodes;

    CodeChecks(Totps totps, RecoveryCodes recoveryCodes, MessageCodes messageCodes, AddressCodes addressCodes) {
        this.totps = totps;
        this.recoveryCodes = recoveryCodes;
        this.messageCodes = messageCodes;
        this.addressCodes = addressCodes;
    }

    enum Look {
        RIGHT,
        WRONG,
        /// It has just been used up for the same: a double click.
        REPEATED
    }

    Look look(SecondProofs.Trier trier, Kind kind, Secret value, Caller caller) {
        return switch (kind) {
            case TOTP ->
                switch (totps.check(trier.account(), value.reveal(), trier.bound(), caller)) {
                    case RIGHT -> Look.RIGHT;
                    case REPEATED -> Look.REPEATED;
                    case WRONG, REPLAYED -> Look.WRONG;
                };
            case RECOVERY_CODE -> of(recoveryCodes.use(trier.account(), value.reveal(), caller));
            case MESSAGE_CODE ->
                of(messageCodes.check(
                        trier.account(),
                        trier.bound(),
                        value.reveal(),
                        trier.lane().stranger()));
            case CONTACT_CODE -> of(addressCodes.use(trier.account(), trier.bound(), value.reveal()));
            case PASSWORD, PASSKEY -> throw new IllegalArgumentException(kind + " is not checked here");
        };
    }

    private static Look of(boolean right) {
        return right ? Look.RIGHT : Look.WRONG;
    }
}
