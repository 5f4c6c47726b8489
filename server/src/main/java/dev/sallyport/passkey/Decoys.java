package dev.sallyport.passkey;

import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.passkey.RelyingParty.Listed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/// Passkeys that nobody has, for an identifier without any (W-11, A6): how many, how long their ids and how they are
/// reached is derived by a key from the identifier's index, so that asking again gives the same, after a rotation of
/// keys
/// too, and nobody outside can tell them from real ones.
@Component("passkeyDecoys")
final class Decoys {
    /// As authenticators make them: telephones and computers, managers of passwords, security keys.
    private static final int[] LENGTHS = {16, 20, 32, 32, 48, 64};

    private static final List<List<String>> TRANSPORTS = List.of(
            List.of("internal", "hybrid"),
            List.of("hybrid", "internal"),
            List.of("internal"),
            List.of("nfc", "usb"),
            List.of("usb"));

    private final Pepper pepper;

    Decoys(Pepper pepper) {
        this.pepper = pepper;
    }

    List<Listed> of(byte[] identifierIndex) {
        // Three in four have one.
        int count = number(derive(identifierIndex, "count"), 0, 4) == 0 ? 2 : 1;
        var listed = new ArrayList<Listed>(count);
        for (int i = 0; i < count; i++) {
            byte[] shape = derive(identifierIndex, "shape" + i);
            int length = LENGTHS[number(shape, 0, LENGTHS.length)];
            byte[] id = Arrays.copyOf(derive(identifierIndex, "low" + i), 64);
            System.arraycopy(derive(identifierIndex, "high" + i), 0, id, 32, 32);
            listed.add(new Listed(Arrays.copyOf(id, length), TRANSPORTS.get(number(shape, 1, TRANSPORTS.size()))));
        }
        return listed;
    }

    private byte[] derive(byte[] identifierIndex, String part) {
        return pepper.deriveLasting("passkey.decoy." + part, identifierIndex);
    }

    private static int number(byte[] from, int at, int below) {
        return Byte.toUnsignedInt(from[at]) % below;
    }
}
