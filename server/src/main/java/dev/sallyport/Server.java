package dev.sallyport;

import dev.sallyport.base.Closing;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Signing;
import dev.sallyport.base.db.Migrations;
import dev.sallyport.base.log.Discretion;
import dev.sallyport.base.log.EcsLog;
import dev.sallyport.base.log.PlainLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

/// Starts one node: migrates beside Spring's own start, then serves until it is told to stop.
public final class Server {
    private Server() {}

    /// @param more given to the context before anything else, such as a test's clock
    public static ConfigurableApplicationContext start(
            Config config, ApplicationContextInitializer<GenericApplicationContext> more) {
        Migrations migrations = Migrations.begin(config.database());
        var application = new SpringApplication(Application.class);
        if (config.tracing() != null) {
            application.addPrimarySources(List.of(Traces.class));
        }
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(properties(config));
        if (config.demo()) {
            application.setAdditionalProfiles("demo");
        }
        application.addInitializers((ApplicationContextInitializer<GenericApplicationContext>) context -> {
            // Only now: Spring has set its loggers up anew just before.
            Discretion.begin();
            context.registerBean(Config.class, () -> config);
            context.registerBean(Migrations.class, () -> migrations);
            Closing.atEnd(context);
            context.addApplicationListener((ApplicationListener<ContextClosedEvent>) e -> Closing.forget(context));
            more.initialize(context);
        });
        return application.run();
    }

    /// Spring's own settings. Operators never write these: what they may choose stands in [Config].
    private static Map<String, Object> properties(Config config) {
        var p = new LinkedHashMap<String, Object>();
        p.put("spring.threads.virtual.enabled", true);
        p.put("spring.main.allow-bean-definition-overriding", true);
        p.put("server.shutdown", "graceful");
        // Unset, it depends on the cloud that Spring believes to be in.
        p.put("server.forward-headers-strategy", "none");
        p.put("spring.lifecycle.timeout-per-shutdown-phase", "20s");
        // What a request may bring at all is said in base/http/Doors; a form may use all of it.
        p.put("server.jetty.max-http-form-post-size", "1MB");
        p.put("spring.jmx.enabled", false);
        p.put("spring.mvc.problemdetails.enabled", false);
        p.put("spring.web.resources.add-mappings", false);
        p.put("management.endpoints.web.exposure.include", "health,prometheus");
        p.put("management.endpoint.health.probes.enabled", true);
        p.put("management.endpoint.health.show-details", "never");
        p.put("management.endpoint.health.group.readiness.include", "readinessState,db,keysHealth,feed");
        traces(config, p);
        p.put("management.health.mail.enabled", false);
        p.put("management.health.diskspace.enabled", false);
        p.put("logging.structured.format.console", config.demo() ? PlainLog.class.getName() : "ecs");
        p.put("logging.structured.json.customizer", EcsLog.class.getName());
        p.put("logging.structured.ecs.service.name", "sallyport");
        // It tells of each try to reach a broker; we say once what comes of them all.
        p.put("logging.level.org.apache.kafka", "error");
        p.put("logging.level.org.apache.kafka.clients.NetworkClient", "off");
        if (config.demo()) {
            p.put("logging.level.root", "warn");
            p.put("logging.level.audit", "info");
            p.put("logging.level." + Signing.class.getName(), "info");
            // What ends a start is said by the command, once.
            p.put("logging.level.org.springframework.boot.SpringApplication", "off");
            p.put("logging.level.org.eclipse.jetty.ee11.webapp", "off");
        }
        return p;
    }

    /// Traces leave only for where the operator says. Without that, nothing of them is even loaded.
    private static void traces(Config config, Map<String, Object> p) {
        if (config.tracing() == null) {
            return;
        }
        p.put(
                "management.opentelemetry.tracing.export.otlp.endpoint",
                config.tracing().toString());
        p.put("management.tracing.sampling.probability", 1.0);
        p.put("management.tracing.baggage.enabled", false);
        p.put("management.opentelemetry.resource-attributes.service.name", "sallyport");
    }
}
