package dev.sallyport.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Many threads that start at the same moment.
public final class Race {
    private Race() {}

    /// @return what each of them brought home, in no order that means anything
    public static <T> List<T> of(int threads, IntFunction<Callable<T>> runner) {
        var ready = new CountDownLatch(threads);
        var start = new CountDownLatch(1);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var running = new ArrayList<Future<T>>();
            for (int i = 0; i < threads; i++) {
                Callable<T> one = runner.apply(i);
                running.add(pool.submit(() -> {
                    ready.countDown();
                    start.await();
                    return one.call();
                }));
            }
            ready.await();
            start.countDown();
            var results = new ArrayList<T>();
            for (Future<T> each : running) {
                results.add(each.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
