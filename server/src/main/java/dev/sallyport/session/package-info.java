/// Signed-in browsers and apps, and the devices they run on.
///
/// A session is a row and an opaque token; the token carries account and session id, so that a look-up
/// touches one row of one shard, and 256 random bits, of which only a hash is stored. It ends by sign-out,
/// from afar, by idleness, or by age. A device is a browser that has signed in to the account before and kept
/// its cookie; a shared computer never becomes one.
///
/// A session is compared with what was seen when it was last proven: in a new network and a new browser at once it
/// is held, see [Moves], and opens nothing until a proof is given again. Browsers that can bind it to a key of the
/// machine are offered to, see [Bindings].
///
/// Each node remembers live sessions; an end is told to every node through the feed in the transaction that
/// ends it, and a node that cannot hear the feed asks the database each time.
///
/// URLs: `/account/devices` and `/api/sessions`, `/api/devices` for the holder, `POST /sign-out`; `POST
/// /session/binding` and `/session/binding/refresh`, which browsers call by themselves; on the inside port `GET
/// /v1/session-check`, a plain filter without the framework's chain. Tables: `session`,
/// `device`.
@NullMarked
package dev.sallyport.session;

import org.jspecify.annotations.NullMarked;
