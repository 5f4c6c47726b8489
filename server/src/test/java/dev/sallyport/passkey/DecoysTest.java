package dev.sallyport.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a stranger is told who gives an identifier.
@Proves({"W-11", "R-ID-2"})
@Defends("A6")
class DecoysTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestNode node = TestNode.shared();
    private final Passkeys passkeys = node.bean(Passkeys.class);

    private JsonNode options(@Nullable PasskeyHolder holder, byte[] index) {
        return JSON.readTree(
                passkeys.forIdentifier(holder == null ? null : holder.account(), index, PasskeyHolder.BOUND)
                        .json());
    }

    private static List<String> ids(JsonNode options) {
        return options.get("allowCredentials")
                .valueStream()
                .map(one -> one.get("id").asString())
                .toList();
    }

    @Test
    void nobodyHasTheSamePasskeysEachTimeAndOthersThanSomebodyElse() {
        byte[] index = SoftAuthenticator.random(32);
        List<String> first = ids(options(null, index));
        assertThat(first).isNotEmpty().isEqualTo(ids(options(null, index)));
        assertThat(ids(options(null, SoftAuthenticator.random(32)))).doesNotContainAnyElementsOf(first);
    }

    @Test
    void anAccountWithoutPasskeysLooksLikeNobody() {
        PasskeyHolder holder = PasskeyHolder.signUp(node);
        byte[] index = SoftAuthenticator.random(32);
        assertThat(ids(options(holder, index))).isEqualTo(ids(options(null, index)));
    }

    @Test
    void falseOnesHaveTheShapeOfRealOnes() {
        PasskeyHolder holder = PasskeyHolder.signUp(node);
        holder.bound();
        JsonNode real = options(holder, SoftAuthenticator.random(32));
        Set<String> names = new TreeSet<>(real.propertyNames());
        Set<String> members = new TreeSet<>(real.get("allowCredentials").get(0).propertyNames());
        var counts = new HashSet<Integer>();
        var lengths = new HashSet<Integer>();
        for (int i = 0; i < 200; i++) {
            JsonNode made = options(null, SoftAuthenticator.random(32));
            assertThat(new TreeSet<>(made.propertyNames())).isEqualTo(names);
            made.get("allowCredentials").forEach(one -> {
                assertThat(new TreeSet<>(one.propertyNames())).isEqualTo(members);
                lengths.add(SoftAuthenticator.decode(one.get("id").asString()).length);
            });
            counts.add(made.get("allowCredentials").size());
        }
        assertThat(counts).containsExactlyInAnyOrder(1, 2);
        assertThat(lengths).containsExactlyInAnyOrder(16, 20, 32, 48, 64);
    }

    @Test
    void whoHasNoIdentifierIsAskedForNoneInParticular() {
        assertThat(ids(JSON.readTree(passkeys.forAnyone(PasskeyHolder.BOUND).json())))
                .isEmpty();
    }
}
