package dev.sallyport.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.authenticator.Curve;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.authenticator.EdDSACOSEKey;
import com.webauthn4j.data.attestation.authenticator.RSACOSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.ECUtil;
import com.webauthn4j.util.exception.NotImplementedException;
import com.webauthn4j.util.exception.UnexpectedCheckedException;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.BadAlgorithmException;
import com.webauthn4j.verifier.exception.BadBackupEligibleFlagException;
import com.webauthn4j.verifier.exception.BadRpIdException;
import com.webauthn4j.verifier.exception.BadSignatureException;
import com.webauthn4j.verifier.exception.CredentialIdTooLongException;
import com.webauthn4j.verifier.exception.IllegalBackupStateException;
import com.webauthn4j.verifier.exception.NotAllowedAlgorithmException;
import com.webauthn4j.verifier.exception.UserNotPresentException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// What only somebody who reads CBOR and COSE can judge: the bytes that the authenticator made, and its signature
/// (WebAuthn sections 7.1 and 7.2). The library is known here and nowhere else.
@Component
final class WebAuthnCheck {
    private static final int LEAST_RSA_BITS = 2048;

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final RelyingParty party;
    private final Set<Origin> origins;
    private final List<PublicKeyCredentialParameters> offered;
    /// A key that nobody can sign with: what an unknown passkey is checked against, so that it takes as long as a
    /// known one (A6).
    private final byte[] nobodysKey;

    WebAuthnCheck(RelyingParty party) {
        PasskeyProvider.enlist();
        this.party = party;
        this.origins = party.origins().stream().map(Origin::new).collect(Collectors.toUnmodifiableSet());
        this.offered = RelyingParty.ALGORITHMS.stream()
                .map(number -> new PublicKeyCredentialParameters(
                        PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(number)))
                .toList();
        this.nobodysKey = bytes(
                EC2COSEKey.create((ECPublicKey) ECUtil.createKeyPair().getPublic(), COSEAlgorithmIdentifier.ES256));
        // W-9 is a signal and no refusal, and it is looked at under the row's lock: see Assertions.
        manager.getAuthenticationDataVerifier().setMaliciousCounterValueHandler(counted -> {});
    }

    /// What came of a new passkey.
    sealed interface Made {
        /// @param key the public key, in COSE's form
        record Good(
                byte[] credentialId,
                byte[] key,
                UUID aaguid,
                long signCount,
                List<String> transports,
                boolean backupEligible,
                boolean backedUp)
                implements Made {}

        record Bad(Refusal reason) implements Made {}
    }

    Made made(Answer.Created created) {
        return reading(
                () -> {
                    var read = manager.verify(
                            new RegistrationRequest(
                                    created.attestationObject(),
                                    created.client().bytes()),
                            new RegistrationParameters(server(created.client()), offered, true, true));
                    var data =
                            Objects.requireNonNull(read.getAttestationObject()).getAuthenticatorData();
                    AttestedCredentialData credential = Objects.requireNonNull(data.getAttestedCredentialData());
                    if (!Arrays.equals(credential.getCredentialId(), created.credentialId())) {
                        return new Made.Bad(Refusal.MALFORMED);
                    }
                    if (!isSound(credential.getCOSEKey())) {
                        return new Made.Bad(Refusal.ALGORITHM);
                    }
                    return new Made.Good(
                            credential.getCredentialId(),
                            bytes(credential.getCOSEKey()),
                            Objects.requireNonNull(credential.getAaguid().getValue()),
                            data.getSignCount(),
                            created.transports(),
                            data.isFlagBE(),
                            data.isFlagBS());
                },
                Made.Bad::new);
    }

    /// The curve or the size that belongs to the algorithm (WebAuthn section 5.8.5), on which the key is a point.
    private static boolean isSound(COSEKey key) {
        return switch (key) {
            case EC2COSEKey ec -> ec.getCurve() == Curve.SECP256R1 && isOnCurve((ECPublicKey) ec.getPublicKey());
            case EdDSACOSEKey ed -> ed.getCurve() == Curve.ED25519 && ed.getPublicKey() != null;
            case RSACOSEKey rsa -> new BigInteger(1, rsa.getN()).bitLength() >= LEAST_RSA_BITS;
            default -> false;
        };
    }

    /// y² = x³ + ax + b. Java's own factory of keys takes any two numbers.
    private static boolean isOnCurve(@Nullable ECPublicKey key) {
        if (key == null) {
            return false;
        }
        var curve = key.getParams().getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        BigInteger right =
                x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.pow(2).mod(p).equals(right);
    }

    /// What came of a proof.
    sealed interface Proven {
        record Good(long signCount, boolean backedUp) implements Proven {}

        record Bad(Refusal reason) implements Proven {}
    }

    /// @param known null when nobody has this passkey: never good, and as much work
    Proven signed(Answer.Signed signed, PasskeyStore.@Nullable Known known) {
        return reading(
                () -> {
                    var read = manager.verify(
                            new AuthenticationRequest(
                                    signed.credentialId(),
                                    signed.userHandle(),
                                    signed.authenticatorData(),
                                    signed.client().bytes(),
                                    null,
                                    signed.signature()),
                            new AuthenticationParameters(
                                    server(signed.client()), record(signed.credentialId(), known), null, true, true));
                    var data = Objects.requireNonNull(read.getAuthenticatorData());
                    return known == null
                            ? new Proven.Bad(Refusal.SIGNATURE)
                            : new Proven.Good(data.getSignCount(), data.isFlagBS());
                },
                Proven.Bad::new);
    }

    private CredentialRecord record(byte[] credentialId, PasskeyStore.@Nullable Known known) {
        COSEKey key = converter.getCborMapper().readValue(known == null ? nobodysKey : known.key(), COSEKey.class);
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                known == null ? null : known.backupEligible(),
                known != null && known.backedUp(),
                known == null ? 0 : known.signCount(),
                new AttestedCredentialData(AAGUID.ZERO, credentialId, SignedKey.of(key)),
                null,
                null,
                null,
                null);
    }

    private byte[] bytes(COSEKey key) {
        return converter.getCborMapper().writeValueAsBytes(key);
    }

    /// Its challenge was taken before: that it is ours is decided by the row that was deleted.
    private ServerProperty server(Answer.ClientData client) {
        return ServerProperty.builder()
                .origins(origins)
                .rpId(party.id())
                .challenge(new DefaultChallenge(client.challenge()))
                .build();
    }

    private static <T> T reading(Supplier<T> work, Function<Refusal, T> refused) {
        try {
            return work.get();
        } catch (WebAuthnException
                | UnexpectedCheckedException
                | NotImplementedException
                | JacksonException
                | IllegalArgumentException e) {
            // Whatever the library says of bytes that a stranger sent; its own faults are none of these.
            return refused.apply(reason(e));
        }
    }

    private static Refusal reason(RuntimeException e) {
        return switch (e) {
            case BadRpIdException x -> Refusal.RP_ID;
            case UserNotPresentException x -> Refusal.NOT_PRESENT;
            case UserNotVerifiedException x -> Refusal.NOT_VERIFIED;
            case IllegalBackupStateException x -> Refusal.BACKED_UP;
            case BadBackupEligibleFlagException x -> Refusal.ELIGIBILITY_CHANGED;
            case NotAllowedAlgorithmException x -> Refusal.ALGORITHM;
            case BadAlgorithmException x -> Refusal.ALGORITHM;
            case BadSignatureException x -> Refusal.SIGNATURE;
            case CredentialIdTooLongException x -> Refusal.ID_TOO_LONG;
            default -> Refusal.MALFORMED;
        };
    }
}
