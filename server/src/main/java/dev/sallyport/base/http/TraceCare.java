package dev.sallyport.base.http;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.springframework.stereotype.Component;

/// Takes out of traces and metrics what a request's address may carry: a link's token stands in the path, an
/// activity filter in the query. The route's pattern stays (ASVS 14.2.1, A65).
@Component
final class TraceCare implements ObservationFilter {
    private static final String WHOLE_ADDRESS = "http.url";

    @Override
    public Observation.Context map(Observation.Context context) {
        if (context.getHighCardinalityKeyValue(WHOLE_ADDRESS) != null) {
            context.addHighCardinalityKeyValue(KeyValue.of(WHOLE_ADDRESS, "-"));
        }
        return context;
    }
}
