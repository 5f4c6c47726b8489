package dev.sallyport.base.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.wire.ErrorCode;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@Asvs({"8.2.1", "8.3.1"})
class GuardsTest {
    private final TestNode node = TestNode.shared();
    private final Guards guards = node.bean(Guards.class);

    static class Handlers {
        public void forgotten() {}

        @Guard(Kind.PUBLIC)
        public void guarded() {}

        @Guard(Kind.SERVICE)
        public void inside() {}
    }

    private boolean passes(String method, int port) throws NoSuchMethodException {
        var request = new MockHttpServletRequest("GET", "/x");
        request.setLocalPort(port);
        node.bean(Callers.class).read(request);
        return guards.preHandle(request, new MockHttpServletResponse(), new HandlerMethod(new Handlers(), method));
    }

    @Test
    void aHandlerWithoutAGuardOrBehindTheOtherDoorDoesNotExist() throws NoSuchMethodException {
        int outside = node.bean(Doors.class).outside();
        int inside = node.bean(Doors.class).inside();
        assertThat(passes("guarded", outside)).isTrue();
        assertThat(passes("inside", inside)).isTrue();
        for (Object[] one :
                new Object[][] {{"forgotten", outside}, {"forgotten", inside}, {"guarded", inside}, {"inside", outside}
                }) {
            assertThatThrownBy(() -> passes((String) one[0], (int) one[1]))
                    .isInstanceOfSatisfying(
                            Refused.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    @Test
    void everyHandlerOfOursHasAGuard() {
        node.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> {
                    if (method.getBeanType().getName().startsWith("dev.sallyport")) {
                        assertThat(Guards.of(method)).as(method.toString()).isNotNull();
                    }
                });
    }
}
