/// The product as those meet it who did not build it: the packaged jar as a process of its own, a real
/// PostgreSQL, a real browser, mails over real SMTP. Nothing here calls the server's code but to unpack
/// PostgreSQL's programs and to verify the record of facts; everything else goes through its ports, its
/// command line and its database.
///
/// [Jar] runs the jar, [Node] is one that serves, [Postgres] is a database that can be killed, [Post] is
/// where messages arrive, [Holder] is a person with a browser without scripts, [Window] one with Chromium,
/// and [Eyes] are those of different people before the same page.
@NullMarked
package dev.sallyport.acceptance;

import org.jspecify.annotations.NullMarked;
