package dev.sallyport.signin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import org.junit.jupiter.api.Test;

@Proves("R-RL-1")
class PasskeyDoorTest {
    private final TestNode node = TestNode.shared();

    @Test
    @Defends("A62")
    void oneNetworkIsGivenSoManyChallengesAndNoMore() {
        PasskeyDoor door = node.bean(PasskeyDoor.class);
        var browser = new Secret("a browser");
        var caller = new Caller("198.51.100.77", "Chrome", null);
        for (int i = 0; i < Limit.PASSKEY_ASKING.burst(); i++) {
            // Whoever names somebody takes from the same.
            door.options(browser, i % 2 == 0 ? "" : "anna@examplex.com", caller);
        }
        assertThatThrownBy(() -> {
                    // What comes back while the loop runs is less than this.
                    for (int i = 0; i < 100; i++) {
                        door.options(browser, "", caller);
                    }
                })
                .isInstanceOf(Refused.class)
                .hasMessageContaining("PASSKEY_ASKING");
        door.options(browser, "", new Caller("198.51.100.78", "Chrome", null));
    }
}
