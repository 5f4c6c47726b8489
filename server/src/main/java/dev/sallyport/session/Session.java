package dev.sallyport.session;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One signed-in browser or app, and the rules of its life (R-SES-1).
///
/// @param device the known device it runs on; null on a shared computer
/// @param given what was proven and when, oldest first
/// @param provenAt when the last proof was given
/// @param idle how long it may stay unused
/// @param held it was seen elsewhere, and opens nothing until a proof is given again
/// @param bound the browser keeps a key for it; read from a request, that the request showed so too
public record Session(
        AccountId account,
        SessionId id,
        @Nullable DeviceId device,
        List<Given> given,
        boolean shared,
        Duration idle,
        Instant openedAt,
        Instant provenAt,
        Instant lastUsedAt,
        Instant expiresAt,
        boolean held,
        boolean bound) {
    /// How old a proof may be for a sensitive act (R-SU-1).
    public static final Duration FRESH = Duration.ofMinutes(5);

    /// One proof that was given in this session.
    ///
    /// @param name as an RFC 8176 `amr` value
    public record Given(String name, Instant at) {
        static List<Given> read(String stored) {
            return Arrays.stream(stored.split(" "))
                    .map(one -> one.split("@", 2))
                    .map(one -> new Given(one[0], Instant.ofEpochSecond(Long.parseLong(one[1]))))
                    .toList();
        }

        static String write(List<Given> given) {
            return String.join(
                    " ",
                    given.stream()
                            .map(g -> g.name + "@" + g.at.getEpochSecond())
                            .toList());
        }
    }

    /// The names of what was proven, as RFC 8176 `amr` values, oldest first.
    public List<String> proofs() {
        return given.stream().map(Given::name).toList();
    }

    /// The same session after these proofs were given once more.
    Session provenBy(List<String> names, Instant now) {
        var all = new ArrayList<>(
                given.stream().filter(g -> !names.contains(g.name)).toList());
        names.forEach(name -> all.add(new Given(name, now)));
        return new Session(account, id, device, all, shared, idle, openedAt, now, now, expiresAt, false, bound);
    }

    /// As it stands for a request that does not show what the session is bound to.
    Session unbound() {
        return new Session(
                account, id, device, given, shared, idle, openedAt, provenAt, lastUsedAt, expiresAt, held, false);
    }

    /// Neither too old nor unused for too long.
    public boolean isLive(Instant now) {
        return now.isBefore(expiresAt) && now.isBefore(lastUsedAt.plus(idle));
    }

    public boolean isFresh(Instant now) {
        return now.isBefore(provenAt.plus(FRESH));
    }

    Session usedAt(Instant now) {
        return new Session(account, id, device, given, shared, idle, openedAt, provenAt, now, expiresAt, held, bound);
    }
}
