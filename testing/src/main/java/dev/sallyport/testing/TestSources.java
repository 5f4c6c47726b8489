package dev.sallyport.testing;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Reads the test sources of every module that exists on disk, with the JDK's own parser.
final class TestSources {
    private TestSources() {}

    static void read(Path root, Claims claims) throws IOException {
        List<Path> files = files(root);
        if (files.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("This Java has no compiler; run with a JDK.");
        }
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, said, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : units) {
                String file = below(root, Path.of(unit.getSourceFile().toUri()));
                new TestClasses(file, unit, positions, claims).read();
            }
        }
        for (Diagnostic<? extends JavaFileObject> diagnostic : said.getDiagnostics()) {
            JavaFileObject source = diagnostic.getSource();
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR && source != null) {
                claims.mistake(
                        below(root, Path.of(source.toUri())),
                        diagnostic.getLineNumber(),
                        diagnostic.getMessage(Locale.ROOT));
            }
        }
    }

    private static List<Path> files(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.toList()) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> files = Files.walk(tests)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                    }
                }
            }
        }
        // The file system's own order differs from machine to machine.
        return found.stream()
                .sorted((a, b) -> below(root, a).compareTo(below(root, b)))
                .toList();
    }

    private static String below(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
