package dev.sallyport.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sallyport.account.Proofs;
import dev.sallyport.base.crypto.Signing;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestNode;
import dev.sallyport.passkey.Passkeys.Registered;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// WebAuthn section 7.1, a rule a test: what an authenticator says with one field flipped is refused for its own
/// reason.
@Proves("R-PK-1")
class RegistrationTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestNode node = TestNode.shared();
    private final PasskeyHolder holder = PasskeyHolder.signUp(node);
    private final Passkeys passkeys = holder.passkeys();

    private Refusal refusal(Consumer<SoftAuthenticator> flip) {
        SoftAuthenticator soft = holder.authenticator();
        flip.accept(soft);
        return refusal(holder.register(soft));
    }

    private Refusal refusal(Registered outcome) {
        assertThat(outcome).isInstanceOf(Registered.Refused.class);
        assertThat(passkeys.list(holder.account())).isEmpty();
        Refusal reason = ((Registered.Refused) outcome).reason();
        assertThat(holder.facts("passkey.refused"))
                .as("the record knows why")
                .anyMatch(fact -> reason.code().equals(fact.detail().get("reason")));
        return reason;
    }

    @ParameterizedTest
    @CsvSource({"-7,auto", "-8,auto", "-257,auto", "-7,jdk", "-8,jdk", "-257,jdk"})
    @Proves({"W-6", "R-PK-2"})
    void everyAlgorithmThatIsOfferedCanBeBoundAndUsed(long algorithm, String whoChecks) {
        Signing.choose(whoChecks);
        try {
            var soft = new SoftAuthenticator(node.config.origin(), algorithm);
            assertThat(holder.register(soft)).isInstanceOf(Registered.Bound.class);
            assertThat(holder.asAnyone(soft)).isInstanceOf(Passkeys.Asserted.Right.class);
            soft.spoilSignature = true;
            assertThat(holder.asAnyone(soft))
                    .asInstanceOf(type(Passkeys.Asserted.Wrong.class))
                    .extracting(Passkeys.Asserted.Wrong::reason)
                    .isEqualTo(Refusal.SIGNATURE);
        } finally {
            Signing.choose("auto");
        }
    }

    @Test
    void whatTheBrowserIsToldIsWhatTheStandardWants() {
        SoftAuthenticator first = holder.bound();
        JsonNode options = JSON.readTree(passkeys.registration(holder.account(), PasskeyHolder.BOUND, "anna")
                .json());
        assertThat(options.at("/rp/id").asString()).isEqualTo("localhost");
        assertThat(options.at("/authenticatorSelection/userVerification").asString())
                .isEqualTo("required");
        assertThat(options.at("/attestation").asString()).isEqualTo("none");
        assertThat(options.at("/excludeCredentials/0/id").asString()).isEqualTo(SoftAuthenticator.encode(first.id));
        assertThat(options.get("pubKeyCredParams")
                        .valueStream()
                        .map(p -> p.get("alg").asInt()))
                .containsExactly(-7, -8, -257);
    }

    @Test
    @Proves("W-1")
    void everyChallengeHas32NewRandomBytes() {
        var seen = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            seen.add(JSON.readTree(passkeys.registration(holder.account(), PasskeyHolder.BOUND, "")
                            .json())
                    .get("challenge")
                    .asString());
        }
        assertThat(seen).doesNotHaveDuplicates().allMatch(text -> SoftAuthenticator.decode(text).length == 32);
    }

    @Test
    @Proves("W-1")
    @Defends("A76")
    void anotherChallengeIsRefused() {
        String other = JSON.writeValueAsString(JSON.createObjectNode()
                .put("challenge", SoftAuthenticator.encode(SoftAuthenticator.random(32)))
                .set("user", JSON.createObjectNode().put("id", "AAAA")));
        passkeys.registration(holder.account(), PasskeyHolder.BOUND, "");
        assertThat(refusal(passkeys.register(
                        holder.account(),
                        PasskeyHolder.BOUND,
                        holder.authenticator().create(other),
                        "",
                        PasskeyHolder.CALLER)))
                .isEqualTo(Refusal.CHALLENGE);
    }

    @Test
    @Proves("W-1")
    @Defends("A76")
    void aChallengeIsGoodOnceEvenWhenTheAnswerWasWrong() {
        String options =
                passkeys.registration(holder.account(), PasskeyHolder.BOUND, "").json();
        SoftAuthenticator soft = holder.authenticator();
        soft.flags = SoftAuthenticator.UP;
        String wrong = soft.create(options);
        soft.flags |= SoftAuthenticator.UV;
        String right = soft.create(options);
        assertThat(refusal(passkeys.register(holder.account(), PasskeyHolder.BOUND, wrong, "", PasskeyHolder.CALLER)))
                .isEqualTo(Refusal.NOT_VERIFIED);
        assertThat(refusal(passkeys.register(holder.account(), PasskeyHolder.BOUND, right, "", PasskeyHolder.CALLER)))
                .isEqualTo(Refusal.CHALLENGE);
    }

    @Test
    @Proves("W-1")
    void aChallengeIsGoodForFiveMinutes() {
        String options =
                passkeys.registration(holder.account(), PasskeyHolder.BOUND, "").json();
        node.clock.advance(Duration.ofMinutes(5));
        assertThat(refusal(passkeys.register(
                        holder.account(),
                        PasskeyHolder.BOUND,
                        holder.authenticator().create(options),
                        "",
                        PasskeyHolder.CALLER)))
                .isEqualTo(Refusal.CHALLENGE);
    }

    @Test
    @Proves("W-1")
    @Defends({"A11", "A57"})
    void aChallengeIsGoodForItsOwnSessionAccountAndPurpose() {
        byte[] other = {1};
        String options =
                passkeys.registration(holder.account(), PasskeyHolder.BOUND, "").json();
        SoftAuthenticator soft = holder.authenticator();
        assertThat(refusal(passkeys.register(holder.account(), other, soft.create(options), "", PasskeyHolder.CALLER)))
                .isEqualTo(Refusal.CHALLENGE);
        PasskeyHolder stranger = PasskeyHolder.signUp(node);
        assertThat(passkeys.register(
                        stranger.account(), PasskeyHolder.BOUND, soft.create(options), "", PasskeyHolder.CALLER))
                .isEqualTo(new Registered.Refused(Refusal.CHALLENGE));
        // One that was made for a proof binds nothing.
        ObjectNode forProof = (ObjectNode) JSON.readTree(
                passkeys.forHolder(holder.account(), PasskeyHolder.BOUND).json());
        forProof.putObject("user").put("id", "AAAA");
        assertThat(refusal(passkeys.register(
                        holder.account(),
                        PasskeyHolder.BOUND,
                        soft.create(JSON.writeValueAsString(forProof)),
                        "",
                        PasskeyHolder.CALLER)))
                .isEqualTo(Refusal.CHALLENGE);
    }

    @Test
    @Proves("W-1")
    @Defends("A10")
    @Asvs("15.4.2")
    void ofFiftyAnswersToOneChallengeExactlyOneBinds() {
        String options =
                passkeys.registration(holder.account(), PasskeyHolder.BOUND, "").json();
        List<Registered> outcomes = Race.of(50, i -> {
            String answer = holder.authenticator().create(options);
            return () -> passkeys.register(holder.account(), PasskeyHolder.BOUND, answer, "", PasskeyHolder.CALLER);
        });
        assertThat(outcomes).filteredOn(o -> o instanceof Registered.Bound).hasSize(1);
        assertThat(outcomes)
                .filteredOn(o -> o instanceof Registered.Refused)
                .containsOnly(new Registered.Refused(Refusal.CHALLENGE));
        assertThat(passkeys.list(holder.account())).hasSize(1);
    }

    @Test
    @Proves("W-2")
    void anotherTypeIsRefused() {
        assertThat(refusal(soft -> soft.type = "webauthn.get")).isEqualTo(Refusal.TYPE);
        assertThat(refusal(soft -> soft.type = "WebAuthn.create")).isEqualTo(Refusal.TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://localhost",
                "https://localhost",
                "http://sub.localhost",
                "http://localhost.evil.example",
                "null",
                ""
            })
    @Proves("W-3")
    @Defends("A76")
    void anotherOriginIsRefused(String origin) {
        assertThat(refusal(soft -> soft.origin = origin)).isEqualTo(Refusal.ORIGIN);
    }

    @Test
    @Proves("W-3")
    @Defends("A76")
    void ourOriginInAnotherSpellingIsRefused() {
        String own = node.config.origin().toString();
        for (String origin : List.of(
                own + "/", own + "/account", own.toUpperCase(java.util.Locale.ROOT), "http://a@" + own.substring(7))) {
            assertThat(refusal(soft -> soft.origin = origin)).as(origin).isEqualTo(Refusal.ORIGIN);
        }
    }

    @Test
    @Proves("W-3")
    @Defends("A76")
    void aFrameWithinAnotherSiteIsRefused() {
        assertThat(refusal(soft -> soft.client = c -> c.put("crossOrigin", true)))
                .isEqualTo(Refusal.CROSS_ORIGIN);
        assertThat(refusal(soft -> soft.client = c -> c.put("topOrigin", "https://evil.example")))
                .isEqualTo(Refusal.CROSS_ORIGIN);
        // Not even when it claims to be within one of our own pages: none of them may be framed.
        assertThat(refusal(soft -> soft.client =
                        c -> c.put("topOrigin", node.config.origin().toString())))
                .isEqualTo(Refusal.CROSS_ORIGIN);
        assertThat(refusal(soft -> soft.client = c -> c.put("crossOrigin", "no")))
                .isEqualTo(Refusal.CROSS_ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "sub.localhost", "host", "LOCALHOST"})
    @Proves("W-4")
    @Defends("A76")
    void anotherRpIdIsRefused(String rpId) {
        assertThat(refusal(soft -> soft.rpId = rpId)).isEqualTo(Refusal.RP_ID);
    }

    @Test
    @Proves("W-5")
    void withoutATouchItIsRefused() {
        assertThat(refusal(soft -> soft.flags = SoftAuthenticator.UV)).isEqualTo(Refusal.NOT_PRESENT);
    }

    @Test
    @Proves({"W-5", "W-12"})
    @Defends("A76")
    void withoutUserVerificationItIsRefusedSoThatNoneIsEverBoundUnverified() {
        assertThat(refusal(soft -> soft.flags = SoftAuthenticator.UP)).isEqualTo(Refusal.NOT_VERIFIED);
    }

    @Test
    @Proves("W-5")
    @Defends("A76")
    void backedUpWithoutBeingEligibleIsRefused() {
        assertThat(refusal(soft -> soft.flags |= SoftAuthenticator.BS)).isEqualTo(Refusal.BACKED_UP);
    }

    @Test
    @Proves("W-6")
    void anAlgorithmThatWasNotOfferedIsRefused() {
        assertThat(refusal(soft -> {
                    soft.withKey(-35, 0);
                    soft.algorithm = -35;
                }))
                .isEqualTo(Refusal.ALGORITHM);
        assertThat(refusal(soft -> soft.algorithm = -65535)).isIn(Refusal.ALGORITHM, Refusal.MALFORMED);
    }

    @Test
    @Proves("W-6")
    void aKeyThatIsWeakerThanItsAlgorithmIsRefused() {
        assertThat(refusal(soft -> {
                    soft.withKey(-257, 1024);
                    soft.algorithm = -257;
                }))
                .isEqualTo(Refusal.ALGORITHM);
        assertThat(refusal(soft -> soft.spoilKey = true))
                .as("no point of the curve")
                .isEqualTo(Refusal.ALGORITHM);
        // ES256 is over P-256 and no other curve.
        assertThat(refusal(soft -> soft.withKey(-35, 0))).isEqualTo(Refusal.ALGORITHM);
    }

    @Test
    @Proves("W-6")
    void aKeyThatIsNoneNeverSigns() {
        for (int i = 0; i < 10; i++) {
            var soft = new SoftAuthenticator(node.config.origin(), -8);
            soft.spoilKey = true;
            if (holder.register(soft) instanceof Registered.Bound) {
                assertThat(holder.asHolder(soft)).isEqualTo(new Passkeys.Asserted.Wrong(Refusal.SIGNATURE));
            }
        }
    }

    @Test
    @Proves("W-8")
    void anIdOf1024BytesIsRefusedAndOneOf1023IsNot() {
        assertThat(refusal(soft -> soft.id = SoftAuthenticator.random(1024))).isEqualTo(Refusal.ID_TOO_LONG);
        SoftAuthenticator longest = holder.bound(soft -> soft.id = SoftAuthenticator.random(1023));
        assertThat(holder.asHolder(longest)).isInstanceOf(Passkeys.Asserted.Right.class);
    }

    @Test
    @Proves("W-8")
    @Defends("A76")
    void aCredentialIdThatAnyAccountHasIsRefused() {
        PasskeyHolder other = PasskeyHolder.signUp(node);
        SoftAuthenticator theirs = other.bound();
        assertThat(refusal(soft -> soft.id = theirs.id)).isEqualTo(Refusal.DUPLICATE);
        // Not by the same account either, and the first one stays as it is.
        assertThat(other.register(theirs)).isEqualTo(new Registered.Refused(Refusal.DUPLICATE));
        assertThat(other.asAnyone(theirs)).isInstanceOf(Passkeys.Asserted.Right.class);
        assertThat(node.bean(Proofs.class).held(other.account()))
                .filteredOn(held -> held.kind() == Proofs.Kind.PASSKEY)
                .hasSize(1);
    }

    @Test
    @Proves("W-8")
    @Asvs("15.4.2")
    void ofTwentyAccountsThatBindOneCredentialAtOnceOneGetsIt() {
        byte[] id = SoftAuthenticator.random(32);
        PasskeyHolder other = PasskeyHolder.signUp(node);
        List<Registered> outcomes = Race.of(20, i -> {
            PasskeyHolder one = i % 2 == 0 ? holder : other;
            SoftAuthenticator soft = one.authenticator();
            soft.id = id;
            return () -> one.register(soft);
        });
        assertThat(outcomes).filteredOn(o -> o instanceof Registered.Bound).hasSize(1);
    }

    @Test
    @Proves("W-10")
    void theUserHandleIsRandomAndSaysNothing() {
        byte[] handle = handle(holder);
        assertThat(handle).hasSize(64).isEqualTo(handle(holder));
        assertThat(handle).isNotEqualTo(handle(PasskeyHolder.signUp(node)));
        String hex = java.util.HexFormat.of().formatHex(handle);
        assertThat(hex).doesNotContain(holder.account().toString().replace("-", ""));
    }

    private byte[] handle(PasskeyHolder one) {
        return SoftAuthenticator.decode(JSON.readTree(passkeys.registration(one.account(), PasskeyHolder.BOUND, "")
                        .json())
                .at("/user/id")
                .asString());
    }

    @Test
    @Proves("W-13")
    void whatNobodyAskedForIsTolerated() {
        SoftAuthenticator soft = holder.bound(s -> {
            s.extensions = SoftAuthenticator.cbor(Map.of("notAskedFor", true));
            s.client = c -> c.put("other_keys_can_be_added_here", "do not compare clientDataJSON against a template");
        });
        assertThat(holder.asHolder(soft)).isInstanceOf(Passkeys.Asserted.Right.class);
        soft.extensions = new byte[0];
        assertThat(holder.asHolder(soft)).isInstanceOf(Passkeys.Asserted.Right.class);
    }

    @Test
    void whatCannotBeReadIsRefused() {
        String good = holder.authenticator()
                .create(passkeys.registration(holder.account(), PasskeyHolder.BOUND, "")
                        .json());
        ObjectNode twoIds = (ObjectNode) JSON.readTree(good);
        twoIds.put("id", "AAAA");
        ObjectNode otherId = (ObjectNode) JSON.readTree(good);
        otherId.put("id", "AAAA").put("rawId", "AAAA");
        for (String answer : List.of(
                "",
                "null",
                "[]",
                "{",
                good + "x",
                good.replace("\"public-key\"", "\"password\""),
                good.replaceFirst("\\{", "{\"id\":\"AAAA\","),
                JSON.writeValueAsString(twoIds),
                "[".repeat(10_000),
                "x".repeat(40_000))) {
            assertThat(refusal(
                            passkeys.register(holder.account(), PasskeyHolder.BOUND, answer, "", PasskeyHolder.CALLER)))
                    .as(answer)
                    .isEqualTo(Refusal.MALFORMED);
        }
        // The browser and the authenticator must speak of the same passkey.
        assertThat(refusal(passkeys.register(
                        holder.account(),
                        PasskeyHolder.BOUND,
                        JSON.writeValueAsString(otherId),
                        "",
                        PasskeyHolder.CALLER)))
                .isEqualTo(Refusal.MALFORMED);
    }

    @Test
    @Defends("A63")
    void noByteThatIsFlippedBreaksAnything() {
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            ObjectNode answer = (ObjectNode) JSON.readTree(holder.authenticator()
                    .create(passkeys.registration(holder.account(), PasskeyHolder.BOUND, "")
                            .json()));
            var response = (ObjectNode) answer.get("response");
            byte[] attestation =
                    SoftAuthenticator.decode(response.get("attestationObject").asString());
            for (int flips = 0; flips <= i % 4; flips++) {
                attestation[random.nextInt(attestation.length)] ^= (byte) (1 << random.nextInt(8));
            }
            response.put("attestationObject", SoftAuthenticator.encode(attestation));
            Registered outcome = passkeys.register(
                    holder.account(), PasskeyHolder.BOUND, JSON.writeValueAsString(answer), "", PasskeyHolder.CALLER);
            // A flipped bit of counter or model is another passkey; anything else is refused, and nothing throws.
            if (outcome instanceof Registered.Bound bound) {
                node.bean(PasskeyStore.class).delete(holder.account(), bound.id());
            }
        }
    }

    @Test
    @Proves("R-PK-3")
    void theFirstStrongProofIsToldApart() {
        assertThat(holder.register(holder.authenticator()))
                .isInstanceOfSatisfying(
                        Registered.Bound.class, b -> assertThat(b.first()).isTrue());
        assertThat(holder.register(holder.authenticator()))
                .isInstanceOfSatisfying(
                        Registered.Bound.class, b -> assertThat(b.first()).isFalse());
    }

    @Test
    void anAccountHasAtMostTwenty() {
        for (int i = 0; i < Passkey.MOST; i++) {
            holder.bound();
        }
        assertThat(holder.register(holder.authenticator())).isEqualTo(new Registered.Refused(Refusal.TOO_MANY));
    }

    @Test
    @Proves("R-SU-1")
    @Defends("A11")
    void everyAddressIsToldAndTrustedDevicesProveThemselvesAnew() {
        holder.bound(soft -> soft.aaguid = UUID.fromString("d548826e-79b4-db40-a3d8-11116f7e8349"));
        Holder.await(
                "the notice",
                () -> Holder.count(
                                holder.holder().browser, holder.holder().address, "A passkey was added to your account")
                        == 1);
        assertThat(holder.facts("passkey.added")).hasSize(1);
        assertThat(passkeys.list(holder.account()))
                .singleElement()
                .satisfies(one -> assertThat(one.label()).isEqualTo("Bitwarden"));
    }
}
