package dev.sallyport.layout;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// What the rules look at in one source file, read by the JDK's own parser.
///
/// @param qualified every `dev.sallyport.…` name, imported or written out
/// @param names every simple name in the code
/// @param texts every string
record Source(
        String path,
        String packageName,
        String type,
        int lines,
        Set<String> qualified,
        Set<String> names,
        List<String> texts,
        List<Method> methods) {

    /// @param name `<init>` for a constructor that is written out
    record Method(String name, int parameters, Set<String> annotations) {}

    static Source of(String path, String text) {
        var file =
                new SimpleJavaFileObject(
                        URI.create("memory:///" + path.replace(" ", "%20")), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) compiler.getTask(null, null, problem -> {}, List.of("-proc:none"), null, List.of(file));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            var reader = new Reader();
            reader.scan(unit, null);
            String name = path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
            return new Source(
                    path,
                    String.valueOf(unit.getPackageName()),
                    name,
                    (int) text.lines().count(),
                    reader.qualified,
                    reader.names,
                    reader.texts,
                    reader.methods);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first part of the package below the root: the feature, or nothing for the root itself.
    String feature() {
        return featureOf(packageName + ".X");
    }

    static String featureOf(String qualifiedName) {
        String below = qualifiedName.substring(Rules.ROOT.length());
        int dot = below.indexOf('.');
        return dot < 0 ? "" : below.substring(0, dot);
    }

    private static final class Reader extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final Set<String> qualified = new HashSet<>();
        private final Set<String> names = new HashSet<>();
        private final List<String> texts = new ArrayList<>();
        private final List<Method> methods = new ArrayList<>();

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void none) {
            String whole = tree.toString();
            if (whole.startsWith(Rules.ROOT)) {
                qualified.add(whole);
            }
            names.add(tree.getIdentifier().toString());
            return super.visitMemberSelect(tree, null);
        }

        @Override
        public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void none) {
            names.add(tree.getName().toString());
            return null;
        }

        @Override
        public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void none) {
            if (tree.getValue() instanceof String text) {
                texts.add(text);
            }
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void none) {
            methods.add(new Method(
                    tree.getName().toString(),
                    tree.getParameters().size(),
                    simpleNames(tree.getModifiers().getAnnotations())));
            return super.visitMethod(tree, null);
        }

        private static Set<String> simpleNames(Collection<? extends AnnotationTree> annotations) {
            var names = new HashSet<String>();
            for (AnnotationTree annotation : annotations) {
                String whole = Objects.toString(annotation.getAnnotationType());
                names.add(whole.substring(whole.lastIndexOf('.') + 1));
            }
            return names;
        }
    }
}
