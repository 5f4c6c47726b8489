package dev.sallyport.base.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sallyport.base.config.Config;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/// The pool and what stands on it.
@Configuration(proxyBeanMethods = false)
class DatabaseBeans {
    /// A caller waits at most this long for a connection; then the database counts as down and the answer is
    /// 503.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(Config config, Migrations migrations) {
        // Nothing may ask before the tables have the shape that it expects.
        migrations.await();
        var hikari = new HikariConfig();
        hikari.setJdbcUrl(config.database().url());
        hikari.setUsername(config.database().user());
        hikari.setPassword(config.database().password());
        hikari.setMaximumPoolSize(config.database().pool());
        hikari.setMinimumIdle(2);
        hikari.setConnectionTimeout(PATIENCE.toMillis());
        hikari.setValidationTimeout(2_000);
        hikari.setKeepaliveTime(60_000);
        hikari.setPoolName("sallyport");
        hikari.setInitializationFailTimeout(10_000);
        hikari.addDataSourceProperty("ApplicationName", "sallyport");
        hikari.addDataSourceProperty("reWriteBatchedInserts", "true");
        hikari.addDataSourceProperty("tcpKeepAlive", "true");
        // A statement that hangs must not hold a holder's row for ever.
        hikari.addDataSourceProperty("options", "-c statement_timeout=15s -c lock_timeout=5s -c TimeZone=UTC");
        hikari.addDataSourceProperty("socketTimeout", "30");
        return new HikariDataSource(hikari);
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    JdbcClient jdbcClient(DataSource dataSource) {
        return JdbcClient.create(dataSource);
    }
}
