package dev.sallyport.bench;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;

/// The floor of the session check, in a process of its own: the same Jetty, put together by the same factory
/// with the same kind of threads, and one filter that answers the same bytes to whatever is asked.
final class BareServer {
    private BareServer() {}

    /// @param arguments port and answer
    public static void main(String[] arguments) {
        byte[] answer = arguments[1].getBytes(StandardCharsets.UTF_8);
        var factory = new JettyServletWebServerFactory(Integer.parseInt(arguments[0]));
        factory.setThreadPool(threads());
        factory.setRegisterDefaultServlet(false);
        // As the inside port has them.
        factory.setAcceptors(1);
        factory.setSelectors(1);
        factory.addServerCustomizers(server -> {
            for (Connector connector : server.getConnectors()) {
                plain((ServerConnector) connector);
            }
        });
        factory.getWebServer(context -> context.addFilter("bare", new Bare(answer))
                        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*"))
                .start();
    }

    private static VirtualThreadPool threads() {
        var threads = new VirtualThreadPool();
        threads.setName("jetty-");
        return threads;
    }

    private static void plain(ServerConnector connector) {
        connector.setHost("127.0.0.1");
        for (var factory : connector.getConnectionFactories()) {
            if (factory instanceof HttpConfiguration.ConnectionFactory http) {
                http.getHttpConfiguration().setSendServerVersion(false);
            }
        }
    }

    private record Bare(byte[] answer) implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse anyResponse, FilterChain chain)
                throws IOException {
            var response = (HttpServletResponse) anyResponse;
            response.setHeader("Cache-Control", "no-store");
            response.setStatus(HttpServletResponse.SC_OK);
            response.setContentType("application/json");
            response.setContentLength(answer.length);
            response.getOutputStream().write(answer);
        }
    }
}
