package dev.sallyport.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What deciding a withdrawal takes, over HTTP on the inside port, where a service has asked for a million before:
/// by one connection, one after the other, as an engine of withdrawals asks.
// Statements of many lines are read better by themselves.
@SuppressWarnings("InlineFormatString")
final class WithdrawalsScenario implements Scenario {
    private static final double GOAL_MILLIS = 3;
    private static final int PAST = 1_000_000;
    private static final int PAST_IN_SMOKE = 1_000;
    /// So many of them are the account's own.
    private static final int OWN = 100_000;
    private static final int REQUESTS = 60_000;
    private static final Pattern ACCOUNT = Pattern.compile("\"account\":\"([0-9a-f-]{36})\"");

    @Override
    public String name() {
        return "withdrawals";
    }

    @Override
    public String summary() {
        return "the decision for a withdrawal, with a million past ones of the service";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        int past = setting.smoke() ? PAST_IN_SMOKE : PAST;
        try (var folder = Folder.create();
                var node = Node.demo(folder.resolve("data"), Map.of())) {
            Holder holder = Holders.signUp(node, 1).getFirst();
            String account = account(node, holder.session());
            fill(node, account, past);
            var requests = new byte[setting.smoke() ? 2_000 : REQUESTS][];
            for (int i = 0; i < requests.length; i++) {
                requests[i] = request(node.inside, account);
            }
            try (var load = new Load(node.inside, 1, List.of(requests), "\"decision\":\"held\"")) {
                load.turn(setting.turn().multipliedBy(3));
                Load.Turn turn = load.turn(setting.turn().multipliedBy(setting.rounds()));
                return List.of(
                        Figure.told("past withdrawals of the service", past, ""),
                        Figure.atMost(
                                "half of the decisions take", Series.median(turn.micros()) / 1e3, "ms", GOAL_MILLIS),
                        Figure.told("99 % of the decisions take", turn.p99() / 1e3, "ms"),
                        Figure.told("decisions by one connection", turn.perSecond(), "/s"));
            }
        }
    }

    private static String account(Node node, String session) throws IOException, InterruptedException {
        var request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + node.inside + "/v1/session-check"))
                .header("Authorization", "Bearer " + Node.SERVICE_TOKEN)
                .header("X-Session-Token", session)
                .build();
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            Matcher found = ACCOUNT.matcher(client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString())
                    .body());
            if (!found.find()) {
                throw new Unmeasurable("A check names no account.");
            }
            return found.group(1);
        }
    }

    /// The past of one service: one in ten of the account's own, the others of other accounts. They left in the last
    /// year, so that the account's sums are those of one that withdraws all the time.
    private static void fill(Node node, String account, int past) throws IOException {
        Node.Database database = node.database();
        try (var connection = DriverManager.getConnection(database.url(), "sallyport_owner", database.ownerPassword());
                var statement = connection.createStatement()) {
            statement.execute(FILL.formatted(account, OWN * (long) past / PAST, past));
            statement.execute(SUMS.formatted(account));
            // Held, so that none stays open and all are decided by the same past.
            statement.execute(HOLD.formatted(account));
            statement.execute("ANALYZE withdrawal");
            statement.execute("ANALYZE withdrawal_sum");
        } catch (SQLException e) {
            throw new Unmeasurable("The past could not be written: " + e.getMessage());
        }
    }

    private static final String FILL = """
            INSERT INTO withdrawal (account_id, withdrawal_id, service, key_hash, asked_hash, first_answer, exit, asset, value,
                payee, terms_closed, request_hash, state, demand, reasons, until, approval_id, redeemed_at, redeem_key_hash,
                created_at)
            SELECT CASE WHEN n <= %2$d THEN '%1$s'::uuid ELSE md5('account' || n %% 50000)::uuid END,
                md5('withdrawal' || n)::uuid, 'bench', sha256(('key' || n)::bytea), sha256(('asked' || n)::bytea),
                '{}', 'ON_CHAIN', 'BTC', 1, sha256(('payee' || n %% 1000)::bytea), repeat('x', 400)::bytea,
                sha256(('terms' || n)::bytea), 'REDEEMED', 'CONFIRM', '{amount}', at + interval '10 minutes',
                md5('approval' || n)::uuid, at, sha256(('redeem' || n)::bytea), at
            FROM (SELECT n, now() - interval '2 days' - n %% 31000000 * interval '1 second' AS at
                FROM generate_series(1, %3$d) AS n) AS past
            """;

    /// One for each bucket that counts.
    private static final String SUMS = """
            INSERT INTO withdrawal_sum (account_id, grain, start, exit, asset, value, times)
            SELECT '%1$s'::uuid, 'DAY', date_trunc('day', now()) - n * interval '1 day', 'P2P', 'EUR', 1, 1
            FROM generate_series(0, 30) AS n
            UNION ALL
            SELECT '%1$s'::uuid, 'HOUR', date_trunc('hour', now()) - n * interval '1 hour', 'P2P', 'EUR', 1, 1
            FROM generate_series(0, 23) AS n
            """;

    private static final String HOLD = """
            INSERT INTO hold (account_id, cause, placed_at, until)
            VALUES ('%1$s'::uuid, 'password-changed', now(), now() + interval '1 day')
            """;

    private static byte[] request(int port, String account) {
        String body = """
                {"account":"%s","kind":"convert","asset":"BTC","network":"internal","amount":"0.001","value":"0",\
                "feeCap":"0","destination":"own","address":"203.0.113.9","client":"Bench"}""".formatted(account);
        return """
                POST /v1/withdrawals HTTP/1.1
                Host: localhost:%d
                Authorization: Bearer %s
                Idempotency-Key: %s
                Content-Type: application/json
                Content-Length: %d

                """.formatted(port, Node.SERVICE_TOKEN, UUID.randomUUID(), body.length())
                .replace("\n", "\r\n")
                .concat(body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
