package dev.sallyport.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Makes many holders at once.
final class Holders {
    private Holders() {}

    /// Signs `count` people up, a few at a time.
    static List<Holder> signUp(Node node, int count) {
        List<Holder> holders =
                IntStream.range(0, count).mapToObj(i -> new Holder(node, i)).toList();
        each(holders, 4, Holder::signUp);
        return holders;
    }

    interface Step<T> {
        void take(T one) throws IOException;
    }

    /// Takes the step for each, on so many threads, and waits.
    static <T> void each(List<T> all, int threads, Step<T> step) {
        try (ExecutorService few = Executors.newFixedThreadPool(threads)) {
            var steps = new ArrayList<CompletableFuture<Void>>();
            for (T one : all) {
                steps.add(CompletableFuture.runAsync(
                        () -> {
                            try {
                                step.take(one);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        few));
            }
            try {
                steps.forEach(CompletableFuture::join);
            } catch (CompletionException e) {
                few.shutdownNow();
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
    }
}
