package dev.sallyport.bench;

import dev.sallyport.argon2.Argon2Parameters;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// libsodium's `crypto_pwhash`, which computes the same Argon2id in C; it wipes and frees its memory for each
/// hash. Called by the measurement only, never by the product.
final class Sodium implements HashWork {
    private static final int ARGON2ID13 = 2;

    private final MethodHandle pwhash;

    private Sodium(MethodHandle pwhash) {
        this.pwhash = pwhash;
    }

    /// Empty where the library is not installed.
    @SuppressWarnings("restricted")
    static Optional<HashWork> find() {
        SymbolLookup library;
        try {
            library = SymbolLookup.libraryLookup("libsodium.so.23", Arena.global());
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        var address = ValueLayout.ADDRESS;
        var size = ValueLayout.JAVA_LONG;
        var number = ValueLayout.JAVA_INT;
        MethodHandle init =
                linker.downcallHandle(library.find("sodium_init").orElseThrow(), FunctionDescriptor.of(number));
        invoke(init);
        return Optional.of(new Sodium(linker.downcallHandle(
                library.find("crypto_pwhash").orElseThrow(),
                FunctionDescriptor.of(number, address, size, address, size, address, size, size, number))));
    }

    @Override
    public byte[] hash(byte[] password, byte[] salt, Argon2Parameters cost) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(cost.tagLength());
            invoke(
                    pwhash,
                    out,
                    (long) cost.tagLength(),
                    arena.allocateFrom(ValueLayout.JAVA_BYTE, password),
                    (long) password.length,
                    arena.allocateFrom(ValueLayout.JAVA_BYTE, salt),
                    (long) cost.iterations(),
                    cost.memoryKib() * 1024L,
                    ARGON2ID13);
            return out.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static void invoke(MethodHandle function, Object... arguments) {
        try {
            if ((int) function.invokeWithArguments(arguments) < 0) {
                throw new IllegalStateException("libsodium refused");
            }
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
