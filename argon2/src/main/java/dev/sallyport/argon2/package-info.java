/// Argon2id (RFC 9106, version 0x13) in pure Java, on the JDK's Vector API.
///
/// [Argon2#start] chooses a kernel: it loads the ones this machine can run, proves each on the RFC's vector
/// and against Bouncy Castle, warms it up, measures it and takes the fastest. That happens on a background
/// thread; until it is done, and wherever it is not possible, Bouncy Castle hashes. The bytes are the same in
/// every case.
///
/// A thread that hashes keeps one [Hasher] with its own work memory, which is reused and is all zeros between
/// two hashes. [EncodedHash] reads and writes the PHC string under which a hash is stored.
///
/// Inside: [Argon2id] is the algorithm over a [Kernel], which fills one block of 1 KiB. The kernels are
/// written by the build (`src/generator/java`); the three on vectors are loaded by name, because their
/// classes cannot be linked when the JVM runs without `--add-modules jdk.incubator.vector`.
@NullMarked
package dev.sallyport.argon2;

import org.jspecify.annotations.NullMarked;
