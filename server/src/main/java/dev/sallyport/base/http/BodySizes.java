package dev.sallyport.base.http;

import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.Callback;

/// How much a request may bring, before anything reads it: little, but where people paste a whole message.
final class BodySizes extends SizeLimitHandler {
    /// 256 Ki characters, each of which a form may write in several.
    private static final long LARGE = 1024 * 1024L;

    private static final Set<String> TAKE_MESSAGES = Set.of("/genuine", "/api/genuine");

    private final Large large = new Large();

    BodySizes(long most) {
        super(most, -1);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return TAKE_MESSAGES.contains(request.getHttpURI().getPath())
                ? large.handle(request, response, callback)
                : super.handle(request, response, callback);
    }

    /// The same handlers behind it, with the larger measure.
    private final class Large extends SizeLimitHandler {
        Large() {
            super(LARGE, -1);
        }

        @Override
        public Handler getHandler() {
            return BodySizes.this.getHandler();
        }
    }
}
