package dev.sallyport.account;

import dev.sallyport.session.Moves;
import dev.sallyport.session.Seen;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Tells a holder by every address that a session of his was seen elsewhere and is held.
@Component
class MoveNotices {
    private final Reach reach;

    MoveNotices(Moves moves, Reach reach) {
        this.reach = reach;
        moves.onHeld(this::tell);
    }

    private void tell(Moves.Held held) {
        Seen seen = held.seen();
        String place = seen.place() == null ? seen.address() : seen.place() + " (" + seen.address() + ")";
        reach.all(
                held.account(),
                "session.moved",
                Map.of("device", seen.label(), "place", place, "address", seen.address()));
    }
}
