package dev.sallyport.acceptance;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Two nodes on one database and a program that is connected to them, started once for all tests of what is
/// true beyond the server.
record Connected(Site site, Node a, Node b, Program program) implements AutoCloseable {
    private static @Nullable Connected shared;

    static synchronized Connected shared() {
        Connected running = shared;
        if (running == null) {
            var site = new Site();
            var settings = Map.of("SALLYPORT_SERVICES_PRIVATE_RECEIVERS", "true");
            Node a = site.node("a", null, settings).awaitReady();
            Node b = site.node("b", a, settings);
            running = new Connected(site, a, b, new Program(site, a, "ExampleX"));
            // Ended with its database in good order, however the tests end.
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
            b.awaitReady();
            shared = running;
        }
        return running;
    }

    /// A new holder, signed in at the first node.
    Holder holder() {
        var holder = new Holder(a);
        holder.signUp(Holder.newMail(), Holder.PASSWORD, site.mails);
        return holder;
    }

    @Override
    public void close() {
        program.close();
        a.close();
        b.close();
        site.close();
    }
}
