import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes the four block-fill kernels as Java sources. The build runs it (see `pom.xml`):
///
///     java GenerateKernels.java target/generated-sources/kernels
///
/// Why a generator: C2 compiles the vector code well only when a method is one straight line of bounded
/// length, without loops and without calls of our own. Written by hand that is some thousand lines that
/// differ in an index; here each kernel is its layout and its order of steps. The output depends on nothing
/// but these sources.
public final class GenerateKernels {
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0], "dev", "sallyport", "argon2");
        Files.createDirectories(folder);
        for (Source kernel : List.of(Kernel512.source(), Kernel256.source(), Kernel128.source(), ScalarKernel.source())) {
            Path file = folder.resolve(kernel.name() + ".java");
            // An unchanged file keeps its time, so that an incremental build does not recompile for nothing.
            if (!Files.exists(file) || !Files.readString(file).equals(kernel.text())) {
                Files.writeString(file, kernel.text());
            }
        }
    }

    private GenerateKernels() {}
}
