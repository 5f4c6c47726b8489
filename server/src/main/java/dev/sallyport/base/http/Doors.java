package dev.sallyport.base.http;

import dev.sallyport.base.config.Config;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/// Opens both ports on one Jetty, with the limits that hold before any of our code runs: 16 KiB of headers,
/// 64 KiB of body (1 MiB where whole messages are pasted), 30 seconds of silence.
@Component
public final class Doors implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {
    static final String INSIDE = "inside";
    private static final int MOST_HEADERS = 16 * 1024;
    private static final int MOST_BODY = 64 * 1024;

    private final Config config;
    private volatile int outsidePort;
    private volatile int insidePort;

    Doors(Config config) {
        this.config = config;
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        factory.setPort(config.ports().outside());
        factory.setRegisterDefaultServlet(false);
        // Spring switches this on by itself where it sees a cloud (Kubernetes, Heroku, …), and then believes whatever
        // address a stranger writes. Who called is read by us, from the configured number of proxies only (A39).
        factory.setUseForwardHeaders(false);
        factory.addServerCustomizers(this::open);
    }

    private void open(Server server) {
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof ServerConnector outside) {
                outside.setHost(config.ports().outsideAddress());
                limit(outside);
            }
        }
        var inside = new ServerConnector(server, 1, 1, new HttpConnectionFactory(new HttpConfiguration()));
        inside.setName(INSIDE);
        inside.setHost(config.ports().insideAddress());
        inside.setPort(config.ports().inside());
        limit(inside);
        server.addConnector(inside);
        server.insertHandler(new BodySizes(MOST_BODY));
        server.setErrorHandler(new BareErrors());
        server.addEventListener(new org.eclipse.jetty.util.component.LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(org.eclipse.jetty.util.component.LifeCycle event) {
                remember(server);
            }
        });
    }

    private static void limit(ServerConnector connector) {
        connector.setIdleTimeout(30_000);
        for (var factory : connector.getConnectionFactories()) {
            if (factory instanceof HttpConfiguration.ConnectionFactory http) {
                HttpConfiguration settings = http.getHttpConfiguration();
                settings.setRequestHeaderSize(MOST_HEADERS);
                // Otherwise a header that differs from an earlier one of the connection by capitals alone is read as
                // that one, and tokens are made of both.
                settings.setHeaderCacheCaseSensitive(true);
                settings.setSendServerVersion(false);
                settings.setSendXPoweredBy(false);
            }
        }
    }

    private void remember(Server server) {
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof NetworkConnector network) {
                if (INSIDE.equals(connector.getName())) {
                    insidePort = network.getLocalPort();
                } else {
                    outsidePort = network.getLocalPort();
                }
            }
        }
    }

    /// The door that a request came in by.
    public Port of(HttpServletRequest request) {
        int local = request.getLocalPort();
        return local == inside() ? Port.INSIDE : Port.OUTSIDE;
    }

    /// The port that is really open: not the configured 0.
    public int outside() {
        return outsidePort == 0 ? config.ports().outside() : outsidePort;
    }

    public int inside() {
        return insidePort == 0 ? config.ports().inside() : insidePort;
    }
}
