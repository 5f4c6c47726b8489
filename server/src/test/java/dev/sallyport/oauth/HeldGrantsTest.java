package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What was given for the holder's absence, in a session that was then used from elsewhere: a thief may have given it.
@Proves({"R-OAU-1", "R-SES-4"})
@Defends("A21")
class HeldGrantsTest {
    private final TestNode node = TestNode.shared();
    private final Program program = program();

    private Program program() {
        var wish = new Program.Wish();
        wish.scopes = List.of("openid", "email", "offline_access");
        return wish.at(node);
    }

    private String refresh(Holder holder) {
        return program.tokens(holder.browser, "openid offline_access")
                .get("refresh_token")
                .asString();
    }

    /// Somebody shows the session's cookie elsewhere.
    private void hold(Holder holder) {
        var thief = new TestBrowser(node);
        thief.address = "198.51.100.7";
        thief.userAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0";
        thief.cookies.put("__Host-session", holder.browser.cookies.getOrDefault("__Host-session", ""));
        assertThat(thief.get("/account").statusCode()).isEqualTo(303);
    }

    private int status(String refresh) {
        return program.token(program.refresh(refresh)).statusCode();
    }

    @Test
    void whoSignsOutOfAHeldSessionEndsItAndOfAHealthyOneKeepsIt() {
        Holder healthy = Holder.signUp(node);
        String lives = refresh(healthy);
        healthy.browser.post("/sign-out", Map.of());
        assertThat(status(lives)).isEqualTo(200);

        Holder moved = Holder.signUp(node);
        String dead = refresh(moved);
        hold(moved);
        assertThat(program.isActive(dead)).as("while it is held").isFalse();
        moved.browser.post("/sign-out", Map.of());
        assertThat(moved.isSignedIn()).isFalse();
        assertThat(status(dead)).isEqualTo(400);
        moved.again();
        assertThat(program.isActive(dead)).as("for good").isFalse();
        assertThat(Holder.json(moved.browser, "/api/apps").toString()).doesNotContain("\"offline\":true");
    }

    @Test
    void aHeldSessionThatRunsOutEndsItAndAHealthyOneKeepsIt() {
        Holder healthy = Holder.signUp(node);
        String lives = refresh(healthy);
        Holder moved = Holder.signUp(node);
        String dead = refresh(moved);
        hold(moved);
        node.clock.advance(Duration.ofHours(25));
        assertThat(program.isActive(dead)).isFalse();
        assertThat(status(dead)).isEqualTo(400);
        assertThat(status(lives)).isEqualTo(200);
    }

    @Test
    void whoProvesThatItIsHisKeepsIt() {
        Holder holder = Holder.signUp(node);
        String refresh = refresh(holder);
        hold(holder);
        assertThat(program.isActive(refresh)).isFalse();
        holder.browser.proveAgain(Holder.PASSWORD);
        assertThat(status(refresh)).isEqualTo(200);
    }
}
