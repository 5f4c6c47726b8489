package dev.sallyport.signin;

import dev.sallyport.account.Contacts;
import dev.sallyport.account.Identifier;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.Passwords;
import dev.sallyport.session.Devices;
import dev.sallyport.wire.ErrorCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who is asking and whether he may try. For an identifier that nobody has, and for one that cannot be any,
/// the same questions are asked about an account that does not exist, so that answer and time tell nothing
/// (R-ID-2, A5).
@Component
class Entrance {
    private final Contacts contacts;
    private final Devices devices;
    private final Attempts attempts;
    private final EntranceDesk desk;
    private final Vault vault;
    private final Demands demands;

    Entrance(Contacts contacts, Devices devices, Attempts attempts, EntranceDesk desk, Vault vault, Demands demands) {
        this.contacts = contacts;
        this.devices = devices;
        this.attempts = attempts;
        this.desk = desk;
        this.vault = vault;
        this.demands = demands;
    }

    /// Whom a try is aimed at.
    ///
    /// @param account the account, or a number that no account has
    /// @param exists whether it is an account; never to be told
    /// @param open whether it may be signed in to with a password
    /// @param index the identifier's blind index, the same through all rotations
    /// @param contact the account's address that was typed, null where it is nobody's
    /// @param device the known device it comes from, null for a stranger
    record Target(
            AccountId account,
            boolean exists,
            boolean open,
            byte[] index,
            @Nullable UUID contact,
            @Nullable DeviceId device) {
        private Attempts.Lane lane() {
            return device == null
                    ? Attempts.Lane.ofStrangers(account, Passwords.AUTHENTICATOR, contact)
                    : Attempts.Lane.of(account, Passwords.AUTHENTICATOR, device);
        }
    }

    /// The device comes first: what a network has used up must not keep an owner out (A4). The questions are
    /// the same for an identifier that nobody has.
    ///
    /// @param room refuses when no hash of the lane fits into the queue; nothing is counted then
    Target target(String typed, Caller caller, Consumer<@Nullable DeviceId> room) {
        if (caller.deviceToken() == null) {
            room.accept(null);
        }
        Identifier identifier = desk.read(typed);
        byte[] index = contacts.lastingIndexOf(identifier);
        Optional<Contacts.Found> found = contacts.find(identifier);
        AccountId account = found.map(Contacts.Found::account).orElseGet(() -> nobody(index));
        DeviceId device = devices.known(account, caller).orElse(null);
        room.accept(device);
        desk.take(account, device, caller);
        boolean open = demands.isOpenToPasswords(account);
        vault.warm(account);
        return new Target(
                account,
                found.isPresent(),
                open,
                index,
                found.map(Contacts.Found::contact).orElse(null),
                device);
    }

    Optional<DeviceId> device(AccountId account, Caller caller) {
        return devices.known(account, caller);
    }

    /// A number that no account has, because its version is none: always the same for the same identifier.
    private static AccountId nobody(byte[] index) {
        ByteBuffer bytes = ByteBuffer.wrap(index);
        return new AccountId(new UUID(bytes.getLong() & ~0xF000L, bytes.getLong()));
    }

    boolean closedToStrangers(String solution) {
        return desk.closedToStrangers(solution);
    }

    /// A try that has been counted.
    ///
    /// @param heard whether a right password counts; if not, the answer is that it is wrong
    /// @param failures how many failures in a row there are if this is one
    /// @param last whether strangers have no other after it
    record Try(Target target, Attempts.Reservation reserved, boolean heard, int failures, boolean last) {}

    /// Counts the try before the password is looked at.
    Try reserve(Target target) {
        return switch (attempts.reserve(target.lane())) {
            case Attempts.Reservation.Given given ->
                new Try(target, given, target.open(), given.failures(), given.last());
            case Attempts.Reservation.Deaf deaf -> new Try(target, deaf, false, deaf.failures(), false);
            case Attempts.Reservation.Wait wait -> throw refused(wait.time());
            case Attempts.Reservation.Closed closed -> throw refused(Duration.ofHours(1));
        };
    }

    private Refused refused(Duration wait) {
        desk.countRefused();
        return new Refused(ErrorCode.TOO_MANY, "failures in a row", wait);
    }

    /// Looks at the password that a try was counted for.
    Passwords.Check check(Try one, Supplier<Passwords.Check> check) {
        return attempts.doReserved(one.target().lane(), one.reserved(), check);
    }

    void failed(Try one, Secret password, Caller caller) {
        desk.failed(one, password, caller);
    }

    /// The password was right: the count of failures starts anew, and the address that was typed is noted as
    /// used, unless it must be proven again.
    ///
    /// @param caller null when it is said to be a shared computer
    /// @return what is still missing
    Demands.Missing succeeded(Target target, Passwords.Check.Right right, @Nullable Caller caller) {
        attempts.succeeded(target.lane());
        return demands.of(target, right, caller);
    }

    /// The same for whoever changes the account's proofs next: other changes wait from now on.
    boolean isOpenAlone(AccountId account, SignIn signIn) {
        demands.queueUp(account);
        return isOpen(account, signIn);
    }

    /// Whether a sign-in that began with a password may go on: the account may have been set to passkeys only
    /// meanwhile, or its second proofs may have changed. In the caller's transaction.
    boolean isOpen(AccountId account, SignIn signIn) {
        return demands.isStill(account, signIn) && demands.isOpenToPasswords(account);
    }
}
