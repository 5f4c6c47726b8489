package dev.sallyport.passkey;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Entry;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestNode;
import dev.sallyport.passkey.Passkeys.Asserted;
import dev.sallyport.passkey.Passkeys.Registered;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// Somebody with an account and as many passkeys as a test wants.
record PasskeyHolder(Holder holder, AccountId account, Passkeys passkeys) {
    static final Caller CALLER = new Caller("203.0.113.9", "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0", null);
    static final byte[] BOUND = "a session".getBytes(StandardCharsets.UTF_8);

    static PasskeyHolder signUp(TestNode node) {
        Holder holder = Holder.signUp(node);
        return new PasskeyHolder(holder, new AccountId(UUID.fromString(holder.account())), node.bean(Passkeys.class));
    }

    SoftAuthenticator authenticator() {
        return new SoftAuthenticator(holder.node.config.origin());
    }

    Registered register(SoftAuthenticator soft) {
        String options = passkeys.registration(account, BOUND, "holder").json();
        return passkeys.register(account, BOUND, soft.create(options), "", CALLER);
    }

    /// A passkey that is bound.
    SoftAuthenticator bound() {
        return bound(soft -> {});
    }

    SoftAuthenticator bound(Consumer<SoftAuthenticator> shape) {
        SoftAuthenticator soft = authenticator();
        shape.accept(soft);
        if (!(register(soft) instanceof Registered.Bound)) {
            throw new AssertionError("not bound");
        }
        return soft;
    }

    /// A sign-in in which the passkey says who it is.
    Asserted asAnyone(SoftAuthenticator soft) {
        return passkeys.check(BOUND, null, soft.get(passkeys.forAnyone(BOUND).json()), CALLER);
    }

    /// A second proof.
    Asserted asHolder(SoftAuthenticator soft) {
        return passkeys.check(
                BOUND, account, soft.get(passkeys.forHolder(account, BOUND).json()), CALLER);
    }

    List<Entry> facts(String kind) {
        return holder.node.bean(Audit.class).timeline(account, kind, Long.MAX_VALUE, 50);
    }
}
