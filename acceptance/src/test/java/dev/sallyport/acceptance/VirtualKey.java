package dev.sallyport.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;

/// The authenticator of a window: Chromium's own virtual one, steered over its protocol for developers.
final class VirtualKey {
    private final CDPSession session;
    private String id = "";

    private VirtualKey(CDPSession session) {
        this.session = session;
    }

    /// A device with a passkey store of its own, whose holder is always recognised.
    static VirtualKey in(Window window) {
        var key = new VirtualKey(window.context.newCDPSession(window.page));
        key.session.send("WebAuthn.enable");
        key.plugIn("internal");
        return key;
    }

    /// Puts a new authenticator without passkeys in the place of the one before.
    ///
    /// @param transport `internal` or `usb`
    void replaceBy(String transport) {
        session.send("WebAuthn.removeVirtualAuthenticator", about());
        plugIn(transport);
    }

    private void plugIn(String transport) {
        var options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", transport);
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        var arguments = new JsonObject();
        arguments.add("options", options);
        id = session.send("WebAuthn.addVirtualAuthenticator", arguments)
                .get("authenticatorId")
                .getAsString();
    }

    private JsonObject about() {
        var arguments = new JsonObject();
        arguments.addProperty("authenticatorId", id);
        return arguments;
    }

    /// Whether whoever touches it is recognised from now on.
    void recognises(boolean yes) {
        JsonObject arguments = about();
        arguments.addProperty("isUserVerified", yes);
        session.send("WebAuthn.setUserVerified", arguments);
    }

    private JsonArray credentials() {
        return session.send("WebAuthn.getCredentials", about()).getAsJsonArray("credentials");
    }

    int passkeys() {
        return credentials().size();
    }

    /// Sets the counter of the one passkey on it, as a copy would have that was made back then.
    void countsFrom(int count) {
        JsonObject credential = credentials().get(0).getAsJsonObject();
        JsonObject which = about();
        which.add("credentialId", credential.get("credentialId"));
        session.send("WebAuthn.removeCredential", which);
        credential.addProperty("signCount", count);
        JsonObject arguments = about();
        arguments.add("credential", credential);
        session.send("WebAuthn.addCredential", arguments);
    }

    int count() {
        return credentials().get(0).getAsJsonObject().get("signCount").getAsInt();
    }
}
