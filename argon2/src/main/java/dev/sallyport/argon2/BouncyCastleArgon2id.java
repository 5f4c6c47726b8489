package dev.sallyport.argon2;

import static org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13;
import static org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.jspecify.annotations.Nullable;

/// Bouncy Castle's Argon2id: what hashes until a kernel is ready, and where none can run. It allocates its
/// memory anew for each hash.
final class BouncyCastleArgon2id implements Engine {

    @Override
    public byte[] hash(
            byte[] password,
            byte[] salt,
            byte @Nullable [] secret,
            byte @Nullable [] associatedData,
            Argon2Parameters parameters) {
        var all = new org.bouncycastle.crypto.params.Argon2Parameters.Builder(ARGON2_id)
                .withVersion(ARGON2_VERSION_13)
                .withMemoryAsKB(parameters.memoryKib())
                .withIterations(parameters.iterations())
                .withParallelism(parameters.lanes())
                .withSalt(salt)
                .withSecret(secret)
                .withAdditional(associatedData)
                .build();
        byte[] tag = new byte[parameters.tagLength()];
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(all);
            generator.generateBytes(password, tag);
        } catch (OutOfMemoryError noRoom) {
            throw new WorkMemoryException(parameters.blocks(), noRoom);
        } finally {
            all.clear();
        }
        return tag;
    }

    @Override
    public void release() {}
}
