package dev.sallyport.password;

import dev.sallyport.password.Breaches.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A range service of breached passwords by k-anonymity: it learns five of forty hex digits, which some
/// thousand passwords share, and answers with all endings it knows. With padding, so that not even the length
/// of the answer tells whether there were many.
///
/// It has one second in all. After three failures in a row it is left alone for a minute.
final class BreachRanges {
    static final Duration PATIENCE = Duration.ofSeconds(1);
    static final int FAILURES = 3;
    static final Duration REST = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(BreachRanges.class);
    private static final int PREFIX = 5;
    /// Ten times the padded answers of today.
    private static final long MOST_BYTES = 512 * 1024;

    private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]{35}):([0-9]{1,12})");

    private final String base;
    private final Clock clock;
    private final Duration patience;
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private int failures;
    private @Nullable Instant restingUntil;

    BreachRanges(URI base, Clock clock, Duration patience) {
        this.patience = patience;
        this.base = base.toString().endsWith("/") ? base.toString() : base + "/";
        this.clock = clock;
    }

    /// @param hash 40 hex digits in upper case
    Answer ask(String hash) {
        if (resting()) {
            return Answer.UNKNOWN;
        }
        try {
            Answer answer = read(fetch(hash.substring(0, PREFIX)), hash.substring(PREFIX));
            answered();
            return answer;
        } catch (IOException trouble) {
            failed(trouble);
            return Answer.UNKNOWN;
        }
    }

    private String fetch(String prefix) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(base + prefix))
                .header("Add-Padding", "true")
                .header("User-Agent", "sallyport")
                .timeout(patience)
                .build();
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MOST_BYTES));
        try {
            // The request's own timeout ends with the headers; this one covers the body too.
            HttpResponse<String> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException late) {
            throw new IOException("no answer within " + patience.toMillis() + " ms", late);
        } catch (ExecutionException broken) {
            throw new IOException(broken.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopping);
        } finally {
            answer.cancel(true);
        }
    }

    /// One line that is none makes the whole answer worth nothing: half a list would call a breached one
    /// good. A count of zero is padding.
    private static Answer read(String body, String ending) throws IOException {
        boolean found = false;
        for (String line : (Iterable<String>) body.lines()::iterator) {
            var parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IOException("an answer that is no list of endings");
            }
            found |= parts.group(1).toUpperCase(Locale.ROOT).equals(ending) && Long.parseLong(parts.group(2)) > 0;
        }
        if (body.isBlank()) {
            throw new IOException("an empty answer");
        }
        return found ? Answer.BREACHED : Answer.NOT_BREACHED;
    }

    private synchronized boolean resting() {
        return restingUntil != null && clock.instant().isBefore(restingUntil);
    }

    private synchronized void answered() {
        failures = 0;
        restingUntil = null;
    }

    private synchronized void failed(IOException trouble) {
        failures++;
        if (failures >= FAILURES) {
            restingUntil = clock.instant().plus(REST);
            LOG.warn(
                    "The range service of breached passwords is left alone for {} s: {}",
                    REST.toSeconds(),
                    trouble.toString());
        }
    }
}
