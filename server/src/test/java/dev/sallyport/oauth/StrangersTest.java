package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.limit.Limit;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who is not known fills no table and floods nobody at the endpoints of programs.
@Proves("R-OAU-1")
class StrangersTest {
    private final TestNode node = TestNode.shared();

    private long rows() {
        return List.of("oauth_once", "oauth_request", "oauth_device").stream()
                .mapToLong(table -> node.bean(JdbcClient.class)
                        .sql("SELECT count(*) FROM " + table)
                        .query(Long.class)
                        .single())
                .sum();
    }

    private HttpResponse<String> send(String network, String path, Map<String, String> form, String proof) {
        return Program.send(HttpRequest.newBuilder(node.outside(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Forwarded-For", network)
                .header("DPoP", proof)
                .POST(HttpRequest.BodyPublishers.ofString(Program.form(form))));
    }

    @Test
    @Defends({"A48", "A10"})
    void aProofOfWhoIsNotKnownIsNotWrittenDown() {
        Program program = Program.strict(node);
        long before = rows();
        for (String path : List.of(Endpoints.TOKEN, Endpoints.PAR, Endpoints.DEVICE_AUTHORIZATION)) {
            for (Map<String, String> who : List.of(
                    Map.<String, String>of(),
                    Map.of("client_id", "app-nobody"),
                    Map.of("client_id", program.id),
                    Map.of(
                            "client_id",
                            program.id,
                            "client_assertion_type",
                            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                            "client_assertion",
                            program.assertion("https://evil.example")))) {
                var form = new LinkedHashMap<>(who);
                form.put("grant_type", "client_credentials");
                form.put("scope", "openid");
                var answer = send("198.51.100.71", path, form, program.proof(path));
                assertThat(answer.statusCode()).as(path + who.keySet()).isEqualTo(401);
            }
        }
        assertThat(rows()).isEqualTo(before);
        // And it was not used up by that: whoever is known shows it once.
        String proof = program.proof(Endpoints.PAR);
        send("198.51.100.71", Endpoints.PAR, Map.of("client_id", "app-nobody"), proof);
        assertThat(program.post(Endpoints.PAR, program.request("openid"), proof).statusCode())
                .isEqualTo(201);
        var again = program.post(Endpoints.PAR, program.request("openid"), proof);
        assertThat(Holder.json(again).get("error").asString()).isEqualTo("invalid_dpop_proof");
    }

    @Test
    @Defends("A10")
    void whoBringsBadProofsOrPosesAsAPublicClientIsStoppedBeforeAnythingIsWritten() {
        Program open = Program.open(node);
        int sent = 0;
        while (send("198.51.100.72", Endpoints.TOKEN, Map.of("client_id", open.id), "x.y.z")
                        .statusCode()
                == 400) {
            assertThat(++sent).isLessThan(2 * Limit.PROGRAM.burst());
        }
        assertThat(sent).isGreaterThanOrEqualTo(Limit.PROGRAM.burst());
        long before = rows();
        for (String path : List.of(Endpoints.PAR, Endpoints.DEVICE_AUTHORIZATION, Endpoints.TOKEN)) {
            // One comes back ten times a second, and a slow answer may find it.
            long stopped = Stream.generate(() -> send("198.51.100.72", path, open.request("openid"), "x.y.z"))
                    .limit(21)
                    .filter(answer -> answer.statusCode() == 429
                            && answer.headers().firstValue("Retry-After").isPresent())
                    .count();
            assertThat(stopped).as(path).isGreaterThanOrEqualTo(12);
        }
        assertThat(rows()).isEqualTo(before);
        assertThat(send("198.51.100.73", Endpoints.TOKEN, Map.of("client_id", open.id), "x.y.z")
                        .statusCode())
                .as("another network")
                .isEqualTo(400);
    }

    @Test
    void aServiceThatProvesItselfIsNotCounted() {
        Program program = Program.web(node);
        for (int i = 0; i < Limit.PROGRAM.burst() + 50; i++) {
            assertThat(program.post(Endpoints.REVOKE, Map.of("token", "x")).statusCode())
                    .isEqualTo(200);
        }
    }
}
