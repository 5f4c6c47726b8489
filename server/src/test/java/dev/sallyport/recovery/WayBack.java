package dev.sallyport.recovery;

import static dev.sallyport.harness.AppHolder.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Pattern;

/// Somebody in a browser of his own who wants into an account whose mail he reads.
final class WayBack {
    static final String NEW_PASSWORD = "quiet copper meadow window";
    private static final Pattern CANCELLATION = Pattern.compile("/recovery/cancellation/[A-Za-z0-9_-]+");

    final TestBrowser browser;
    private final String address;

    WayBack(TestNode node, String address) {
        this.browser = new TestBrowser(node);
        this.address = address;
    }

    /// As far as the proven address; where he is led then.
    String proveAddress() {
        long before = codes();
        browser.get("/recovery");
        assertThat(place(browser.post("/recovery", Map.of("identifier", address))))
                .isEqualTo("303 /recovery/code");
        browser.get("/recovery/code");
        Holder.await("the code", () -> codes() > before);
        // Other news may have come after it.
        String code = Holder.codes(browser, address).getFirst();
        assertThat(place(browser.post("/recovery/code", Map.of("code", code)))).isEqualTo("303 /recovery/next");
        return due();
    }

    private long codes() {
        return Holder.count(browser, address, "Your code for the way back into your account");
    }

    /// The page that is due now, opened.
    String due() {
        String to =
                browser.get("/recovery/next").headers().firstValue("Location").orElse("");
        browser.get(to);
        return to;
    }

    String second(String field, String value) {
        browser.get("/recovery/second");
        HttpResponse<String> answer = browser.post("/recovery/second", Map.of(field, value, "field", field));
        if (answer.statusCode() == 303) {
            browser.get(answer.headers().firstValue("Location").orElseThrow());
        }
        return place(answer);
    }

    String set(String password) {
        return place(browser.post("/recovery/password", Map.of("password", password)));
    }

    /// The link to call it off, in the newest mail that has one.
    static String cancellation(TestBrowser browser, String address) {
        Holder.await(
                "a link to call it off",
                () -> Holder.mails(browser, address).stream()
                        .anyMatch(mail -> CANCELLATION.matcher(mail.text()).find()));
        return Holder.mails(browser, address).stream()
                .map(mail -> CANCELLATION.matcher(mail.text()))
                .filter(java.util.regex.Matcher::find)
                .map(java.util.regex.Matcher::group)
                .findFirst()
                .orElseThrow();
    }
}
