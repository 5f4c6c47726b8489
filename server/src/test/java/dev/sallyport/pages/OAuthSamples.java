package dev.sallyport.pages;

import static dev.sallyport.pages.Samples.days;
import static dev.sallyport.pages.Samples.holder;
import static dev.sallyport.pages.Samples.minutes;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.oauth.OAuthViews;
import dev.sallyport.pages.Samples.Sample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pages of programs that ask for access.
final class OAuthSamples {
    private OAuthSamples() {}

    static List<Sample> all() {
        return List.of(
                holder(
                        "consent-own",
                        "oauth/consent",
                        "/oauth2/consent/abc",
                        consent("own", List.of(), "app.examplex.com")),
                holder(
                        "consent-unverified",
                        "oauth/consent",
                        "/oauth2/consent/abc",
                        consent(
                                "unverified",
                                List.of(List.of(
                                        new OAuthViews.Line("type", "payment"), new OAuthViews.Line("note", "<b>x"))),
                                "app.examplex.com")),
                holder("consent-device", "oauth/consent", "/oauth2/consent/abc", consent("verified", List.of(), null)),
                holder(
                        "consent-back",
                        "oauth/back",
                        "/oauth2/consent/abc",
                        new OAuthViews.Back("https://app.examplex.com/back?code=x&state=\"><b>", "app.examplex.com")),
                holder("device-code", "oauth/device", "/device", new OAuthViews.Device("", null, Mistakes.NONE)),
                holder(
                        "device-code-wrong",
                        "oauth/device",
                        "/device",
                        new OAuthViews.Device("", null, Mistakes.in("code", "oauth.mistake.device"))),
                holder(
                        "device-done",
                        "oauth/device",
                        "/device",
                        new OAuthViews.Device("BCDF-GHJK", "oauth.device.done.allowed", Mistakes.NONE)),
                holder(
                        "program-logout",
                        "oauth/logout",
                        "/oauth2/logout",
                        new OAuthViews.Logout("Folio", "app-1", "https://app.examplex.com/", "s")),
                holder(
                        "program-logout-unknown",
                        "oauth/logout",
                        "/oauth2/logout",
                        new OAuthViews.Logout(null, "", "", "")),
                holder("apps", "oauth/apps", "/account/apps", new OAuthViews.Apps(apps(), "oauth.apps.done")),
                holder("apps-none", "oauth/apps", "/account/apps", new OAuthViews.Apps(List.of(), null)));
    }

    private static OAuthViews.Consent consent(
            String standing, List<List<OAuthViews.Line>> details, @Nullable String goesTo) {
        return new OAuthViews.Consent(
                "abc",
                "Folio & Söhne",
                standing,
                List.of(
                        new OAuthViews.Choice("scope-balances-read", "balances.read", false, true),
                        new OAuthViews.Choice("scope-orders-write", "orders.write", true, false)),
                details,
                goesTo,
                standing.equals("unverified") ? "somebody@examplex.com" : null,
                standing.equals("own"),
                standing.equals("unverified"),
                Mistakes.NONE);
    }

    private static List<OAuthViews.App> apps() {
        return List.of(
                new OAuthViews.App(
                        "app-1", "Folio", "verified", List.of("balances.read", "openid"), days(40), minutes(-5), true),
                new OAuthViews.App(
                        "app-2", "Trade Bot", "unverified", List.of("orders.write"), days(2), days(1), false));
    }
}
