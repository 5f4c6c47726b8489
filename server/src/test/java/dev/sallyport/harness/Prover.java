package dev.sallyport.harness;

import java.util.Map;
import java.util.function.Supplier;

/// What a browser gives when an act asks for a fresh proof.
@FunctionalInterface
public interface Prover {
    /// @param stepUp the id of what is asked
    /// @return proofs by the names of their fields
    Map<String, String> prove(TestBrowser browser, String stepUp);

    static Prover password(String password) {
        return (browser, stepUp) -> Map.of("password", password);
    }

    /// A holder who can also read what is sent to his address: on a device that his account hardly knows, a code goes
    /// there.
    static Prover holder(String address, String password) {
        return (browser, stepUp) -> {
            var waiting = Holder.json(browser, "/api/step-up/" + stepUp);
            if (!waiting.get("ways").toString().contains("contact")) {
                return Map.of("password", password);
            }
            long before = Holder.count(browser, address, "Your code for ExampleX");
            browser.jsonUnproven("POST", "/api/step-up/" + stepUp + "/sending", null, null);
            Holder.await("a code for the act", () -> Holder.count(browser, address, "Your code for ExampleX") > before);
            return Map.of("password", password, "contact", Holder.code(browser, address));
        };
    }

    /// @param code made anew each time, as each works once
    static Prover code(Supplier<String> code) {
        return (browser, stepUp) -> Map.of("code", code.get());
    }

    static Prover passkey(SoftAuthenticator soft) {
        return (browser, stepUp) -> Map.of(
                "passkey",
                soft.get(Holder.json(browser, "/api/step-up/" + stepUp)
                        .get("passkeyOptions")
                        .asString()));
    }
}
