package dev.sallyport.client.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.client.Claims;
import dev.sallyport.client.PlayedServer;
import dev.sallyport.client.Verifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class StarterTest {
    private static PlayedServer server;
    private static ConfigurableApplicationContext service;

    /// An integrator's service, with nothing of ours but the settings.
    @SpringBootApplication
    @EnableMethodSecurity
    @RestController
    static class Service {
        @GetMapping("/orders")
        @PreAuthorize("hasAuthority('SCOPE_orders.read')")
        String orders(@AuthenticationPrincipal Claims claims) {
            return "hello " + claims.account();
        }

        @GetMapping("/withdrawals")
        @PreAuthorize("hasAuthority('SCOPE_withdrawals.write')")
        String withdrawals() {
            return "money";
        }
    }

    @BeforeAll
    static void start() throws InterruptedException {
        server = new PlayedServer();
        var application = new SpringApplication(Service.class);
        application.setDefaultProperties(Map.of(
                "server.port",
                "0",
                "sallyport.issuer",
                server.origin(),
                "sallyport.inside",
                server.origin(),
                "sallyport.audience",
                PlayedServer.AUDIENCE,
                "sallyport.client-id",
                PlayedServer.CLIENT,
                "sallyport.client-secret",
                PlayedServer.SECRET));
        service = application.run();
        assertThat(service.getBean(Verifier.class).awaitReady(Duration.ofSeconds(20)))
                .isTrue();
    }

    @AfterAll
    static void stop() {
        service.close();
        server.close();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        String port = service.getEnvironment().getRequiredProperty("local.server.port");
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aGoodTokenComesInWithItsScopesAndNoFurther() {
        String token = server.token("account-1", "session-1");
        var orders = get("/orders", "Authorization", "Bearer " + token);
        assertThat(orders.statusCode()).isEqualTo(200);
        assertThat(orders.body()).isEqualTo("hello account-1");
        assertThat(orders.headers().firstValue("Set-Cookie")).isEmpty();
        var withdrawals = get("/withdrawals", "Authorization", "Bearer " + token);
        assertThat(withdrawals.statusCode()).isEqualTo(403);
        assertThat(withdrawals.headers().firstValue("WWW-Authenticate"))
                .hasValue("Bearer error=\"insufficient_scope\"");
    }

    @Test
    void withoutATokenOrWithABadOneNobodyComesIn() {
        var without = get("/orders");
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        var bad = get("/orders", "Authorization", "Bearer nonsense");
        assertThat(bad.statusCode()).isEqualTo(401);
        assertThat(bad.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
        String token = server.token("account-1", "session-2");
        var twice = get("/orders", "Authorization", "Bearer " + token, "Authorization", "Bearer " + token);
        assertThat(twice.statusCode()).isEqualTo(401);
        assertThat(get("/nowhere").statusCode()).isEqualTo(401);
    }

    @Test
    void whatIsRevokedIsRefused() {
        String token = server.token("account-3", "session-3");
        assertThat(get("/orders", "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(200);
        server.endSession("account-3", "session-3");
        long end = System.nanoTime() + 20_000_000_000L;
        while (get("/orders", "Authorization", "Bearer " + token).statusCode() != 401) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(500_000L);
        }
    }
}
