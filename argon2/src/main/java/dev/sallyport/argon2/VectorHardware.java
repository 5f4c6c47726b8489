package dev.sallyport.argon2;

import jdk.incubator.vector.LongVector;

/// Apart from [Candidate], because it cannot be linked without the vector module.
final class VectorHardware {

    /// Bits of the widest vector of longs that C2 compiles to the machine's own instructions; 64 where there
    /// is none.
    static int bits() {
        return LongVector.SPECIES_PREFERRED.vectorBitSize();
    }

    private VectorHardware() {}
}
