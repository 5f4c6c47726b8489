package dev.sallyport.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.limit.Attempts;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What an owner hears of a sign-in that succeeded.
@Proves("R-MSG-3")
@Defends("A1")
@Asvs("6.3.5")
class OwnerIsToldTest {
    private static final String NEW_DEVICE = "A new device signed in to your account";
    private static final String AFTER_FAILURES = "A sign-in after many failed attempts";

    private final TestNode node = TestNode.shared();
    private final Holder owner = Holder.signUp(node);

    private long told(String subject) {
        return Holder.count(owner.browser, owner.address, subject);
    }

    @Test
    @Defends("A75")
    void ofEachNewDeviceOnceAndNeverOfOneThatIsKnown() {
        TestBrowser other = owner.elsewhere();
        Holder.await("the owner is told", () -> told(NEW_DEVICE) > 0);
        owner.again();
        other.cookies.remove("__Host-session");
        assertThat(Holder.trySignIn(other, owner.address, Holder.PASSWORD).statusCode())
                .isEqualTo(303);
        // A later notice has come, so that an earlier one would be there too.
        owner.elsewhere();
        Holder.await("the owner is told of the third", () -> told(NEW_DEVICE) > 1);
        assertThat(told(NEW_DEVICE)).isEqualTo(2);
        assertThat(told(AFTER_FAILURES)).isZero();
    }

    @Test
    void ofASuccessAfterFailuresOnADeviceThatIsKnown() {
        owner.browser.cookies.remove("__Host-session");
        for (int i = 0; i < Attempts.FREE; i++) {
            assertThat(Holder.trySignIn(owner.browser, owner.address, "not the password, try " + i)
                            .statusCode())
                    .isEqualTo(422);
        }
        node.clock.advance(Duration.ofMinutes(1));
        owner.again();
        Holder.await("the owner is told", () -> told(AFTER_FAILURES) == 1);
        assertThat(told(NEW_DEVICE)).isZero();
    }

    @Test
    void ofASuccessAfterFailuresWhenASecondProofCameBetween() {
        AppHolder app = AppHolder.signUp(node);
        app.browser.cookies.remove("__Host-session");
        for (int i = 0; i < Attempts.FREE; i++) {
            assertThat(Holder.trySignIn(app.browser, app.holder.address, "not the password, try " + i)
                            .statusCode())
                    .isEqualTo(422);
        }
        node.clock.advance(Duration.ofMinutes(1));
        assertThat(AppHolder.second(app.half(app.browser), "code", app.code())).isEqualTo("303 /account");
        Holder.await("the owner is told", () -> Holder.count(app.browser, app.holder.address, AFTER_FAILURES) == 1);
    }
}
