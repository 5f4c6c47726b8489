package dev.sallyport.argon2;

import java.util.List;
import java.util.stream.Stream;

/// The engines a test can run on this machine, each under the name its test cases carry.
record Kernels(String name, Engine engine) {

    static List<Kernels> ours() {
        return Candidate.all().stream()
                .filter(c -> c.obstacle().get().isEmpty())
                .map(c -> new Kernels(
                        c.choice().kernelName(), new Argon2id(c.load().get())))
                .toList();
    }

    static List<Kernels> all() {
        return Stream.concat(ours().stream(), Stream.of(new Kernels("bouncy-castle", new BouncyCastleArgon2id())))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
