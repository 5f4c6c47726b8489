package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import dev.sallyport.client.NotAccepted.Code;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Spends the nonces of what was found good here on the server, where every gateway and every node sees
/// them. Those that come while a question is under way go together in the next one.
final class SpentNonces {
    private static final String PATH = "/v1/api-requests/uses";
    private static final String ACCEPTED = "accepted";
    private static final int MOST_AT_ONCE = 250;

    private record Asked(String json, CompletableFuture<String> answer) {}

    private final InsidePort inside;
    private final ConcurrentLinkedQueue<Asked> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock asking = new ReentrantLock();

    SpentNonces(InsidePort inside) {
        this.inside = inside;
    }

    /// @throws NotAccepted when the server says no: it was spent before, or the key has ended meanwhile
    /// @throws Unavailable when the server does not say
    void spend(SignedRequest signed, String address) throws NotAccepted, Unavailable {
        var mine = new Asked(
                "{\"key\":" + Json.quote(signed.key()) + ",\"nonce\":" + Json.quote(signed.nonce()) + ",\"at\":"
                        + signed.millis() + ",\"address\":" + Json.quote(address) + "}",
                new CompletableFuture<>());
        waiting.add(mine);
        while (!mine.answer.isDone()) {
            asking.lock();
            try {
                if (!mine.answer.isDone()) {
                    ask(drain());
                }
            } finally {
                asking.unlock();
            }
        }
        String answer = mine.answer.join();
        if (!answer.equals(ACCEPTED)) {
            throw new NotAccepted(
                    Code.of(answer).orElseThrow(() -> new Unavailable(answer)).bad());
        }
    }

    private List<Asked> drain() {
        var some = new ArrayList<Asked>();
        for (Asked one = waiting.poll(); one != null; one = some.size() < MOST_AT_ONCE ? waiting.poll() : null) {
            some.add(one);
        }
        return some;
    }

    private void ask(List<Asked> some) {
        List<String> answers;
        try {
            answers = tell(inside, some.stream().map(Asked::json).toList());
        } catch (Unavailable e) {
            String why = String.valueOf(e.getMessage());
            some.forEach(one -> one.answer.complete(why));
            return;
        } catch (RuntimeException | Error e) {
            some.forEach(one -> one.answer.complete("a fault"));
            throw e;
        }
        for (int i = 0; i < some.size(); i++) {
            some.get(i).answer.complete(answers.get(i));
        }
    }

    /// @param uses each as JSON
    /// @return as many answers
    static List<String> tell(InsidePort inside, List<String> uses) throws Unavailable {
        String body = uses.stream().collect(Collectors.joining(",", "{\"uses\":[", "]}"));
        HttpResponse<byte[]> answer = inside.ask("POST", PATH, body);
        try {
            List<String> answers = ApiKey.texts(InsidePort.read(answer), "answers");
            if (answers.size() == uses.size()) {
                return answers;
            }
        } catch (Malformed e) {
            // told below
        }
        throw InsidePort.nonsense(answer);
    }
}
