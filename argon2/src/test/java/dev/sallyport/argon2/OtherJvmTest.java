package dev.sallyport.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What happens under other JVM flags, each in a JVM of its own.
class OtherJvmTest {

    private static final String HASH = "58372d12c83ba9fb7300c2eef4dbc310";

    @Test
    void withoutTheVectorModuleBouncyCastleHashesAndTheLogNamesTheFlag() throws Exception {
        StartedJvm jvm = StartedJvm.with(Choice.AUTO);

        assertThat(jvm.output())
                .contains("before: " + HASH, "ready: bouncy-castle", "after: " + HASH)
                .contains("log: Argon2id: bouncy-castle hashes")
                .contains("the JVM runs without --add-modules jdk.incubator.vector")
                .doesNotContain("Error", "Exception");
        assertThat(jvm.exit()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"BITS_512", "BITS_256", "BITS_128"})
    void withoutTheVectorModuleAForcedVectorKernelIsRefused(Choice choice) throws Exception {
        StartedJvm jvm = StartedJvm.with(choice);

        assertThat(jvm.output())
                .contains("IllegalStateException: Argon2 kernel \"%s\" was asked for and cannot be used"
                        .formatted(choice.setting()))
                .contains("the JVM runs without --add-modules jdk.incubator.vector")
                .doesNotContain("NoClassDefFoundError", "before:");
        assertThat(jvm.exit()).isOne();
    }

    @Test
    void withoutTheVectorModuleTheScalarKernelCanBeForced() throws Exception {
        StartedJvm jvm = StartedJvm.with(Choice.SCALAR);

        assertThat(jvm.output()).contains("before: " + HASH, "ready: scalar", "after: " + HASH);
    }

    @Test
    void withTheVectorModuleAKernelOfOursHashes() throws Exception {
        StartedJvm jvm = StartedJvm.with(Choice.AUTO, "--add-modules", "jdk.incubator.vector");

        assertThat(jvm.output())
                .contains("before: " + HASH, "after: " + HASH)
                .containsPattern("ready: (512-bit|256-bit|128-bit|scalar) after");
    }

    @Test
    void aProgramThatExportsTheJdksLoaderOfModulesNeedsNoFlag() throws Exception {
        StartedJvm jvm = StartedJvm.with(Choice.AUTO, "--add-exports", "java.base/jdk.internal.module=ALL-UNNAMED");

        assertThat(jvm.output())
                .contains("before: " + HASH, "after: " + HASH)
                .doesNotContain("incubator")
                .containsPattern("ready: (512-bit|256-bit|128-bit) after");
    }

    @Test
    void aKernelWiderThanTheVectorsAllowedIsRefused() throws Exception {
        StartedJvm jvm =
                StartedJvm.with(Choice.BITS_512, "--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=16");

        assertThat(jvm.output())
                .contains("\"512\" was asked for and cannot be used: this machine's vectors have at most 128 bits");
        assertThat(jvm.exit()).isOne();
    }

    @Test
    void aHeapTooSmallForTheMemoryIsAnErrorOfItsOwnAndNotTheEndOfTheProcess() throws Exception {
        StartedJvm jvm = StartedJvm.with(Choice.SCALAR, "-Xmx24m", "-D" + StartedJvm.MEMORY_KIB + "=65536");

        assertThat(jvm.output())
                .contains("WorkMemoryException: No room for 65536 KiB of Argon2 work memory")
                .contains("after: " + HASH);
        assertThat(jvm.exit()).isZero();
    }
}
