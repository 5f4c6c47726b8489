package dev.sallyport.testing;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The claims of one source file.
///
/// A claim on a method is that test's. A claim on a class is one entry for all of its tests, nested classes
/// included. A disabled test claims nothing; its annotations are still checked.
final class TestClasses {
    private static final Set<String> CLAIMS = Set.of("Proves", "Defends", "Asvs");
    private static final Set<String> TESTS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate", "Property", "Example");
    /// JUnit's conditions: such a test runs on some machines only, and the page says so.
    private static final Pattern CONDITION = Pattern.compile("(Disabled|Enabled)(If|On|For|In).*");

    private final String file;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Claims claims;

    TestClasses(String file, CompilationUnitTree unit, SourcePositions positions, Claims claims) {
        this.file = file;
        this.unit = unit;
        this.positions = positions;
        this.claims = claims;
    }

    void read() {
        for (Tree tree : unit.getTypeDecls()) {
            if (tree instanceof ClassTree type) {
                read(type, new Place(type.getSimpleName().toString(), true, false));
            }
        }
    }

    /// Where we are: the names of the classes around, whether tests here run, and whether always.
    private record Place(String name, boolean runs, boolean sometimes) {
        Place in(ModifiersTree modifiers) {
            return new Place(
                    name,
                    runs && !has(modifiers, "Disabled"),
                    sometimes
                            || names(modifiers)
                                    .anyMatch(each -> CONDITION.matcher(each).matches()));
        }

        Place inner(String inner) {
            return new Place(name + "." + inner, runs, sometimes);
        }

        String note() {
            return sometimes ? " (under a condition)" : "";
        }
    }

    /// Returns how many tests that run are in the class and in those nested in it.
    private int read(ClassTree type, Place around) {
        Place here = around.in(type.getModifiers());
        int tests = 0;
        for (Tree member : type.getMembers()) {
            if (member instanceof ClassTree inner) {
                tests += read(inner, here.inner(inner.getSimpleName().toString()));
            } else if (member instanceof MethodTree method) {
                tests += read(method, here);
            }
        }
        String count = tests == 1 ? "1 test" : "all " + tests + " tests";
        claim(type.getModifiers(), here.name() + ": " + count + here.note(), tests > 0);
        if (tests == 0 && here.runs()) {
            refuse(type.getModifiers(), "stands on a class without tests that run");
        }
        return tests;
    }

    private int read(MethodTree method, Place around) {
        Place here = around.in(method.getModifiers());
        boolean test = names(method.getModifiers()).anyMatch(TESTS::contains);
        if (!test) {
            refuse(method.getModifiers(), "stands on a method that is not a test");
        }
        String title = here.name() + ": " + Words.of(method.getName().toString()) + here.note();
        claim(method.getModifiers(), title, test && here.runs());
        return test && here.runs() ? 1 : 0;
    }

    private void claim(ModifiersTree modifiers, String title, boolean counts) {
        for (AnnotationTree annotation : modifiers.getAnnotations()) {
            if (!CLAIMS.contains(name(annotation))) {
                continue;
            }
            for (ExpressionTree value : values(annotation)) {
                if (!(value instanceof LiteralTree literal && literal.getValue() instanceof String id)) {
                    claims.mistake(file, line(value), "@" + name(annotation) + " wants plain strings");
                } else if (counts) {
                    claims.add(name(annotation), new Proof(id, file, title), line(value));
                } else {
                    claims.check(name(annotation), new Proof(id, file, title), line(value));
                }
            }
        }
    }

    private void refuse(ModifiersTree modifiers, String why) {
        modifiers.getAnnotations().stream()
                .filter(annotation -> CLAIMS.contains(name(annotation)))
                .forEach(annotation -> claims.mistake(file, line(annotation), "@" + name(annotation) + " " + why));
    }

    private static List<? extends ExpressionTree> values(AnnotationTree annotation) {
        return annotation.getArguments().stream()
                .map(argument -> argument instanceof AssignmentTree named ? named.getExpression() : argument)
                .flatMap(value -> value instanceof NewArrayTree array && array.getInitializers() != null
                        ? array.getInitializers().stream()
                        : Stream.of(value))
                .toList();
    }

    private static boolean has(ModifiersTree modifiers, String annotation) {
        return names(modifiers).anyMatch(annotation::equals);
    }

    private static Stream<String> names(ModifiersTree modifiers) {
        return modifiers.getAnnotations().stream().map(TestClasses::name);
    }

    /// The simple name, also of an annotation written with its package.
    private static String name(AnnotationTree annotation) {
        String name = annotation.getAnnotationType().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private long line(Tree tree) {
        return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }
}
