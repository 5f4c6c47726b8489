package dev.sallyport.base.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.base.config.Config;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    private static final int NODES = 5;

    @TempDir
    Path data;

    @Test
    void howeverManyNodesStartTogetherEachScriptRunsOnce() throws Exception {
        try (var database = EmbeddedDatabase.start(data, Path.of("target/postgres-programs"));
                var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            Config.Database settings = database.settings(1);
            var together = new CyclicBarrier(NODES);
            Callable<Integer> node = () -> {
                together.await();
                return Migrations.run(settings);
            };
            int ran = 0;
            for (var result : nodes.invokeAll(
                    IntStream.range(0, NODES).mapToObj(i -> node).toList())) {
                ran += result.get();
            }
            try (var connection = DriverManager.getConnection(
                            settings.url(), settings.ownerUser(), settings.ownerPassword());
                    var rows = connection
                            .createStatement()
                            .executeQuery("SELECT count(*) FROM flyway_schema_history WHERE success")) {
                rows.next();
                assertThat(ran).isPositive().isEqualTo(rows.getInt(1));
            }
            assertThat(Migrations.run(settings)).isZero();
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsTroubleInASentence() {
        var nowhere = new Config.Database("jdbc:postgresql://127.0.0.1:1/none", "app", "", "owner", "", 1);
        assertThatThrownBy(() -> Migrations.begin(nowhere).await())
                .isInstanceOf(DatabaseTrouble.class)
                .hasMessageContaining("cannot be brought to this version's shape");
    }
}
