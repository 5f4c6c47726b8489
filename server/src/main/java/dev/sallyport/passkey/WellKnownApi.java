package dev.sallyport.passkey;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Guard;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What browsers and managers of passwords ask any site that has passkeys.
@RestController
class WellKnownApi {
    private final Config config;
    private final RelyingParty party;

    WellKnownApi(Config config, RelyingParty party) {
        this.config = config;
        this.party = party;
    }

    record Origins(List<String> origins) {}

    /// Which origins may ask for passkeys of this one (WebAuthn section 5.11).
    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/.well-known/webauthn")
    Origins origins() {
        return new Origins(party.origins());
    }

    record Endpoints(String enroll, String manage) {}

    /// Where passkeys are added and managed (W3C, A Well-Known URL for Relying Party Passkey Endpoints).
    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/.well-known/passkey-endpoints")
    Endpoints endpoints() {
        String page = config.link("/account/passkeys");
        return new Endpoints(page, page);
    }
}
