package dev.sallyport.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestNode;
import dev.sallyport.passkey.Passkeys.Asserted;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// WebAuthn section 7.2, a rule a test: what an authenticator says with one field flipped is refused for its own
/// reason.
@Proves("R-PK-1")
class AssertionTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What is refused although the signature is right.
    private static final Set<Refusal> SIGNED = Set.of(Refusal.USER_HANDLE, Refusal.NOT_LISTED);

    private final TestNode node = TestNode.shared();
    private final PasskeyHolder holder = PasskeyHolder.signUp(node);
    private final Passkeys passkeys = holder.passkeys();
    private final SoftAuthenticator soft = holder.bound(s -> s.count = 10);

    /// The same refusal as sign-in and as second proof, and nothing of the passkey has changed (W-12).
    private Refusal refusal(Consumer<SoftAuthenticator> flip) {
        SoftAuthenticator copy = soft.copy();
        copy.count = 20;
        flip.accept(copy);
        Refusal reason = refusal(holder.asHolder(copy));
        assertThat(refusal(holder.asAnyone(copy))).isEqualTo(reason);
        return reason;
    }

    private Refusal refusal(Asserted outcome) {
        assertThat(outcome).isInstanceOf(Asserted.Wrong.class);
        Refusal reason = ((Asserted.Wrong) outcome).reason();
        var why = holder.facts("passkey.refused").stream()
                .filter(fact -> reason.code().equals(fact.detail().get("reason")));
        if (SIGNED.contains(reason)) {
            assertThat(why).as("the record knows why").isNotEmpty();
        } else {
            assertThat(why).as("what anybody can send fills no record").isEmpty();
        }
        assertUntouched();
        return reason;
    }

    private void assertUntouched() {
        assertThat(passkeys.list(holder.account())).singleElement().satisfies(one -> {
            assertThat(one.lastUsedAt()).isNull();
            assertThat(one.backedUp()).isFalse();
            assertThat(one.suspectedAt()).isNull();
        });
        assertThat(node.bean(PasskeyStore.class).find(soft.id).orElseThrow().signCount())
                .isEqualTo(10);
    }

    @Test
    @Proves({"R-PK-2", "W-7"})
    @Asvs("6.3.3")
    void thePasskeySaysWhoItIsOrProvesWhoIsKnown() {
        soft.count++;
        assertThat(holder.asAnyone(soft))
                .isEqualTo(new Asserted.Right(
                        holder.account(),
                        passkeys.list(holder.account()).getFirst().id(),
                        true));
        soft.count++;
        assertThat(holder.asHolder(soft)).isInstanceOf(Asserted.Right.class);
        soft.count++;
        String options = passkeys.forIdentifier(holder.account(), new byte[] {1}, PasskeyHolder.BOUND)
                .json();
        assertThat(passkeys.check(PasskeyHolder.BOUND, holder.account(), soft.get(options), PasskeyHolder.CALLER))
                .isInstanceOf(Asserted.Right.class);
        assertThat(passkeys.list(holder.account()).getFirst().lastUsedAt()).isNotNull();
    }

    @Test
    void aSecurityKeyThatKeepsNoNamesIsASecondProof() {
        soft.userHandle = null;
        soft.count++;
        assertThat(holder.asHolder(soft)).isInstanceOf(Asserted.Right.class);
    }

    @Test
    @Proves("W-1")
    @Defends("A76")
    void aReplayedAnswerIsRefused() {
        soft.count++;
        String answer = soft.get(passkeys.forAnyone(PasskeyHolder.BOUND).json());
        assertThat(passkeys.check(PasskeyHolder.BOUND, null, answer, PasskeyHolder.CALLER))
                .isInstanceOf(Asserted.Right.class);
        assertThat(passkeys.check(PasskeyHolder.BOUND, null, answer, PasskeyHolder.CALLER))
                .isEqualTo(new Asserted.Wrong(Refusal.CHALLENGE));
    }

    @Test
    @Proves("W-1")
    @Defends({"A16", "A57"})
    void aChallengeIsGoodForWhatItWasMadeForAndForFiveMinutes() {
        String options =
                passkeys.forHolder(holder.account(), PasskeyHolder.BOUND).json();
        SoftAuthenticator copy = soft.copy();
        copy.count = 20;
        // Another act, another account, nobody in particular.
        assertThat(refusal(passkeys.check(new byte[] {1}, holder.account(), copy.get(options), PasskeyHolder.CALLER)))
                .isEqualTo(Refusal.CHALLENGE);
        assertThat(refusal(passkeys.check(PasskeyHolder.BOUND, null, copy.get(options), PasskeyHolder.CALLER)))
                .isEqualTo(Refusal.CHALLENGE);
        // One that was made for a binding.
        String binding =
                passkeys.registration(holder.account(), PasskeyHolder.BOUND, "").json();
        assertThat(refusal(
                        passkeys.check(PasskeyHolder.BOUND, holder.account(), copy.get(binding), PasskeyHolder.CALLER)))
                .isEqualTo(Refusal.CHALLENGE);
        node.clock.advance(Duration.ofMinutes(5));
        assertThat(refusal(
                        passkeys.check(PasskeyHolder.BOUND, holder.account(), copy.get(options), PasskeyHolder.CALLER)))
                .isEqualTo(Refusal.CHALLENGE);
    }

    @Test
    @Proves("W-1")
    @Defends("A10")
    @Asvs("15.4.2")
    void ofFiftyAnswersToOneChallengeExactlyOneIsRight() {
        String options = passkeys.forAnyone(PasskeyHolder.BOUND).json();
        List<Asserted> outcomes = Race.of(50, i -> {
            SoftAuthenticator copy = soft.copy();
            copy.count = 100L + i;
            String answer = copy.get(options);
            return () -> passkeys.check(PasskeyHolder.BOUND, null, answer, PasskeyHolder.CALLER);
        });
        assertThat(outcomes).filteredOn(o -> o instanceof Asserted.Right).hasSize(1);
        assertThat(outcomes)
                .filteredOn(o -> o instanceof Asserted.Wrong)
                .containsOnly(new Asserted.Wrong(Refusal.CHALLENGE));
    }

    @Test
    @Proves("W-2")
    void anotherTypeIsRefused() {
        assertThat(refusal(s -> s.type = "webauthn.create")).isEqualTo(Refusal.TYPE);
        assertThat(refusal(s -> s.type = "payment.get")).isEqualTo(Refusal.TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "http://localhost", "http://sub.localhost", "android:apk-key-hash:x"})
    @Proves("W-3")
    @Defends({"A19", "A76"})
    void anotherOriginIsRefused(String origin) {
        assertThat(refusal(s -> s.origin = origin)).isEqualTo(Refusal.ORIGIN);
    }

    @Test
    @Proves("W-3")
    @Defends("A76")
    void aFrameWithinAnotherSiteIsRefused() {
        assertThat(refusal(s -> s.client = c -> c.put("crossOrigin", true))).isEqualTo(Refusal.CROSS_ORIGIN);
        assertThat(refusal(s -> s.client = c -> c.put("topOrigin", "https://evil.example")))
                .isEqualTo(Refusal.CROSS_ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "sub.localhost"})
    @Proves("W-4")
    @Defends("A76")
    void anotherRpIdIsRefused(String rpId) {
        assertThat(refusal(s -> s.rpId = rpId)).isEqualTo(Refusal.RP_ID);
    }

    @Test
    @Proves("W-5")
    void withoutATouchItIsRefused() {
        assertThat(refusal(s -> s.flags = SoftAuthenticator.UV)).isEqualTo(Refusal.NOT_PRESENT);
    }

    @Test
    @Proves({"W-5", "W-12"})
    @Defends("A76")
    void withoutUserVerificationItIsRefused() {
        assertThat(refusal(s -> s.flags = SoftAuthenticator.UP)).isEqualTo(Refusal.NOT_VERIFIED);
    }

    @Test
    @Proves("W-5")
    @Defends("A76")
    void backedUpWithoutBeingEligibleIsRefused() {
        assertThat(refusal(s -> s.flags |= SoftAuthenticator.BS)).isEqualTo(Refusal.BACKED_UP);
    }

    @Test
    @Proves("W-5")
    void onesThatWereBoundToTheirDeviceStayIt() {
        assertThat(refusal(s -> s.flags |= SoftAuthenticator.BE)).isEqualTo(Refusal.ELIGIBILITY_CHANGED);
        assertThat(refusal(s -> s.flags |= SoftAuthenticator.BE | SoftAuthenticator.BS))
                .isEqualTo(Refusal.ELIGIBILITY_CHANGED);
    }

    @Test
    @Proves("W-5")
    void onesThatWereSyncedStayIt() {
        PasskeyHolder other = PasskeyHolder.signUp(node);
        SoftAuthenticator synced = other.bound(s -> s.flags |= SoftAuthenticator.BE);
        synced.flags &= ~SoftAuthenticator.BE;
        assertThat(other.asHolder(synced)).isEqualTo(new Asserted.Wrong(Refusal.ELIGIBILITY_CHANGED));
    }

    @Test
    @Proves("W-6")
    void aWrongSignatureIsRefused() {
        assertThat(refusal(s -> s.spoilSignature = true)).isEqualTo(Refusal.SIGNATURE);
        // By another key than the one that was bound.
        assertThat(refusal(s -> s.withKey(-7, 0))).isEqualTo(Refusal.SIGNATURE);
    }

    @Test
    @Proves("W-6")
    @Defends("A63")
    void theSignatureCoversEveryBitOfBothParts() {
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            SoftAuthenticator copy = soft.copy();
            copy.count = 20;
            ObjectNode answer = (ObjectNode) JSON.readTree(copy.get(
                    passkeys.forHolder(holder.account(), PasskeyHolder.BOUND).json()));
            var response = (ObjectNode) answer.get("response");
            String part = i % 2 == 0 ? "authenticatorData" : "clientDataJSON";
            byte[] bytes = SoftAuthenticator.decode(response.get(part).asString());
            int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            response.put(part, SoftAuthenticator.encode(bytes));
            assertThat(refusal(passkeys.check(
                            PasskeyHolder.BOUND,
                            holder.account(),
                            JSON.writeValueAsString(answer),
                            PasskeyHolder.CALLER)))
                    .as("byte %d of %s", at, part)
                    .isIn(i % 2 == 0 ? inData(at) : IN_CLIENT);
        }
        assertUntouched();
    }

    /// What a flipped bit may be noticed by before the signature is looked at.
    private static final Set<Refusal> IN_CLIENT = Set.of(
            Refusal.MALFORMED,
            Refusal.CHALLENGE,
            Refusal.TYPE,
            Refusal.ORIGIN,
            Refusal.CROSS_ORIGIN,
            Refusal.SIGNATURE);

    /// Hash of the id, flags, counter (WebAuthn section 6.1).
    private static Set<Refusal> inData(int at) {
        if (at < 32) {
            return Set.of(Refusal.RP_ID);
        }
        return at > 32
                ? Set.of(Refusal.SIGNATURE)
                : Set.of(
                        Refusal.NOT_PRESENT,
                        Refusal.NOT_VERIFIED,
                        Refusal.BACKED_UP,
                        Refusal.ELIGIBILITY_CHANGED,
                        Refusal.MALFORMED,
                        Refusal.SIGNATURE);
    }

    @Test
    @Proves("W-7")
    void anotherAccountsPasskeyIsNoProofOfThisOne() {
        PasskeyHolder other = PasskeyHolder.signUp(node);
        SoftAuthenticator theirs = other.bound();
        assertThat(holder.asHolder(theirs)).isEqualTo(new Asserted.Wrong(Refusal.NOT_LISTED));
        assertUntouched();
        // Nor does a sign-in with this account's identifier, or with nobody's, let the other one in.
        String options = passkeys.forIdentifier(holder.account(), new byte[] {1}, PasskeyHolder.BOUND)
                .json();
        assertThat(passkeys.check(PasskeyHolder.BOUND, holder.account(), theirs.get(options), PasskeyHolder.CALLER))
                .isEqualTo(new Asserted.Wrong(Refusal.NOT_LISTED));
        String nobodys = passkeys.forIdentifier(null, new byte[] {1}, PasskeyHolder.BOUND)
                .json();
        assertThat(passkeys.check(PasskeyHolder.BOUND, null, theirs.get(nobodys), PasskeyHolder.CALLER))
                .isEqualTo(new Asserted.Wrong(Refusal.NOT_LISTED));
    }

    @Test
    @Proves("W-7")
    @Defends("A76")
    void anotherAccountsUserHandleIsRefused() {
        PasskeyHolder other = PasskeyHolder.signUp(node);
        byte[] theirs = Objects.requireNonNull(other.bound().userHandle);
        assertThat(refusal(s -> s.userHandle = theirs)).isEqualTo(Refusal.USER_HANDLE);
        assertThat(refusal(s -> s.userHandle = new byte[0])).isEqualTo(Refusal.USER_HANDLE);
    }

    @Test
    @Proves("W-7")
    void whoIsNotKnownMustBeNamedByTheAuthenticator() {
        SoftAuthenticator copy = soft.copy();
        copy.userHandle = null;
        assertThat(refusal(holder.asAnyone(copy))).isEqualTo(Refusal.USER_HANDLE);
    }

    @Test
    @Proves({"W-7", "R-ID-2"})
    @Defends("A6")
    void onesThatNobodyHasAreRefusedLikeAWrongSignature() {
        SoftAuthenticator unknown = soft.copy();
        unknown.id = SoftAuthenticator.random(32);
        assertThat(holder.asAnyone(unknown)).isEqualTo(new Asserted.Wrong(Refusal.UNKNOWN));
        assertThat(holder.asHolder(unknown)).isEqualTo(new Asserted.Wrong(Refusal.NOT_LISTED));
        assertUntouched();
    }

    @Test
    @Proves("W-7")
    void aRemovedPasskeyIsWorthNothing() {
        holder.bound();
        assertThat(passkeys.remove(
                        holder.account(),
                        passkeys.list(holder.account()).getFirst().id(),
                        PasskeyHolder.CALLER))
                .isEqualTo(dev.sallyport.account.Proofs.Removal.DONE);
        soft.count++;
        assertThat(holder.asAnyone(soft)).isEqualTo(new Asserted.Wrong(Refusal.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 9, 0})
    @Proves("W-9")
    void aCounterThatDoesNotRiseIsASignThatIsToldAndNoRefusal(long count) {
        SoftAuthenticator copied = soft.copy();
        copied.count = count;
        assertThat(holder.asHolder(copied)).isInstanceOf(Asserted.Right.class);
        assertThat(passkeys.list(holder.account()).getFirst().suspectedAt()).isNotNull();
        assertThat(holder.facts("passkey.clone-suspected"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.succeeded()).isFalse());
        Holder.await("the notice", () -> told() == 1);
        // The copy's counter does not become the measure: its next use shows again, and the owner is not told each
        // time.
        copied.count = count + 1 > 10 ? 10 : count + 1;
        assertThat(holder.asHolder(copied)).isInstanceOf(Asserted.Right.class);
        assertThat(holder.facts("passkey.clone-suspected")).hasSize(2);
        soft.count = 11;
        assertThat(holder.asHolder(soft)).isInstanceOf(Asserted.Right.class);
        assertThat(holder.facts("passkey.clone-suspected")).hasSize(2);
        assertThat(told()).isEqualTo(1);
    }

    private long told() {
        return Holder.count(
                holder.holder().browser, holder.holder().address, "Somebody may have a copy of your passkey");
    }

    @Test
    @Proves("W-9")
    void oneThatDoesNotCountIsNotSuspected() {
        PasskeyHolder other = PasskeyHolder.signUp(node);
        SoftAuthenticator synced = other.bound(s -> s.flags |= SoftAuthenticator.BE);
        for (int i = 0; i < 3; i++) {
            assertThat(other.asHolder(synced)).isInstanceOf(Asserted.Right.class);
        }
        assertThat(other.passkeys().list(other.account()).getFirst().suspectedAt())
                .isNull();
    }

    @Test
    @Proves("W-9")
    void theRuleOfTheCounter() {
        assertThat(Passkey.mayBeCopied(0, 0)).isFalse();
        assertThat(Passkey.mayBeCopied(0, 1)).isFalse();
        assertThat(Passkey.mayBeCopied(1, 2)).isFalse();
        assertThat(Passkey.mayBeCopied(1, 1)).isTrue();
        assertThat(Passkey.mayBeCopied(2, 1)).isTrue();
        assertThat(Passkey.mayBeCopied(1, 0)).isTrue();
        assertThat(Passkey.mayBeCopied(0xFFFF_FFFEL, 0xFFFF_FFFFL)).isFalse();
    }

    @Test
    @Proves("W-12")
    void aBackupThatBeginsOrEndsIsRecorded() {
        PasskeyHolder other = PasskeyHolder.signUp(node);
        SoftAuthenticator synced = other.bound(s -> s.flags |= SoftAuthenticator.BE);
        synced.flags |= SoftAuthenticator.BS;
        assertThat(other.asHolder(synced)).isInstanceOf(Asserted.Right.class);
        assertThat(other.passkeys().list(other.account()).getFirst().backedUp()).isTrue();
        assertThat(other.facts("passkey.backup-began")).hasSize(1);
        synced.flags &= ~SoftAuthenticator.BS;
        assertThat(other.asHolder(synced)).isInstanceOf(Asserted.Right.class);
        assertThat(other.facts("passkey.backup-ended")).hasSize(1);
        assertThat(other.facts("passkey.backup-began")).hasSize(1);
    }

    @Test
    void whatCannotBeReadIsRefused() {
        SoftAuthenticator copy = soft.copy();
        String good = copy.get(
                passkeys.forHolder(holder.account(), PasskeyHolder.BOUND).json());
        for (String answer : List.of("", "{}", good.replace("\"signature\"", "\"seal\""), good + "{}")) {
            assertThat(refusal(passkeys.check(PasskeyHolder.BOUND, holder.account(), answer, PasskeyHolder.CALLER)))
                    .isEqualTo(Refusal.MALFORMED);
        }
    }

    @Test
    @Proves("R-PK-2")
    void oneThatIsOnSeveralDevicesIsToldApart() {
        PasskeyHolder other = PasskeyHolder.signUp(node);
        SoftAuthenticator synced = other.bound(s -> s.flags |= SoftAuthenticator.BE | SoftAuthenticator.BS);
        assertThat(other.asAnyone(synced))
                .isInstanceOfSatisfying(
                        Asserted.Right.class,
                        right -> assertThat(right.deviceBound()).isFalse());
    }
}
