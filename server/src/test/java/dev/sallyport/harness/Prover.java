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
