package dev.sallyport.notices;

import dev.sallyport.notices.Carrier.Outcome;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Posts to an SMS provider: once, without following where it points, and without waiting for long.
final class HttpPost {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Outcome post(HttpRequest.Builder request) {
        try {
            // What it says may hold the number; only its status is looked at.
            int status = client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return outcome(status);
        } catch (IOException e) {
            return new Outcome.Later(
                    "the SMS provider cannot be reached: " + e.getClass().getSimpleName(), true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Later("this node is stopping", false);
        }
    }

    static Outcome outcome(int status) {
        String answered = "the SMS provider answered " + status;
        if (status >= 200 && status < 300) {
            return new Outcome.Sent();
        }
        // Not let in, too often, or broken: that is about us and not about this text.
        if (status == 401 || status == 403 || status == 429 || status >= 500) {
            return new Outcome.Later(answered, true);
        }
        return status == 408 || status == 425 || status < 400
                ? new Outcome.Later(answered, false)
                : new Outcome.Never(answered);
    }
}
