/// PostgreSQL: the pool, transactions that can be seen, migrations that run once, the feed that carries
/// revocations.
@NullMarked
package dev.sallyport.base.db;

import org.jspecify.annotations.NullMarked;
