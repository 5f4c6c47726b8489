/// What services and partners are told of: a projection of the record's facts, so that no feature knows its receivers.
///
/// - **Events** [Outbox] sees each fact in its own transaction, [Projection] says which are told, and [Kind] lists all
///   kinds; docs/events.md has them with examples. They hold numbers, kinds and times, and nothing of a person.
/// - **Receivers** each have a row in `signal_delivery` for what they have yet to take: their own place, whatever
/// others
///   do. Of one account a receiver gets one event after the other. [Courier] says when a try is repeated and when an
///   event is given up; `sallyport signals` lists the dead and replays them.
/// - **Webhooks** are signed as Standard Webhooks has it; see [Secrets]. Nothing goes to private addresses, see
///   `base/egress`.
/// - **Kafka** is one more receiver, named by the settings; see [Topic].
/// - **Tables** `signal_event`, `signal_receiver`, `signal_delivery`.
@NullMarked
package dev.sallyport.signals;

import org.jspecify.annotations.NullMarked;
