package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which addresses are one (RFC 9449 section 4.3, RFC 3986 section 6.2.2).
@Proves("P-1")
@Defends("A48")
class PlaceTest {
    private static Place of(String uri) {
        return Place.of(URI.create(uri));
    }

    @Test
    void oneAddressIsWrittenInManyWays() {
        Place place = of("https://api.examplex.com/orders/7~a");
        for (String same : List.of(
                "HTTPS://API.ExampleX.com/orders/7~a",
                "https://api.examplex.com:443/orders/7~a",
                "https://api.examplex.com/orders/7~a?x=1#y",
                "https://api.examplex.com/%6Frders/7%7ea",
                "https://api.examplex.com/x/../orders/./7~a",
                "https://api.examplex.com/x/%2e%2E/orders/%2E/7~a")) {
            assertThat(of(same)).as(same).isEqualTo(place);
        }
        assertThat(of("https://a")).isEqualTo(of("https://a/"));
        assertThat(of("https://a/b/..")).isEqualTo(of("https://a/"));
        assertThat(of("https://a/b%c3%a4")).isEqualTo(of("https://a/b%C3%A4"));
    }

    @Test
    void anEscapedSlashIsNoneAndNothingElseIsReadIntoAnAddress() {
        Place place = of("https://api.examplex.com/orders/7");
        for (String other : List.of(
                "https://api.examplex.com/orders%2F7",
                "https://api.examplex.com/orders%2f7",
                "https://api.examplex.com/orders//7",
                "https://api.examplex.com/orders/7/",
                "https://api.examplex.com/orders/7%3Fx",
                "https://api.examplex.com/orders/7%2500",
                "https://api.examplex.com/Orders/7",
                "http://api.examplex.com/orders/7",
                "https://api.examplex.com:8443/orders/7",
                "https://api.examplex.com/orders/x%2F..%2F7")) {
            assertThat(of(other)).as(other).isNotEqualTo(place);
        }
        for (String none : List.of("/orders/7", "mailto:a@b", "ftp://a/b", "https://x@a/b", "https:///b", "")) {
            assertThatThrownBy(() -> of(none)).as(none).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
