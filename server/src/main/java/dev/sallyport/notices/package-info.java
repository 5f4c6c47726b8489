/// Every message to a person: mail and SMS.
///
/// - **Sending** [Notices#send] writes the message, complete in the reader's language, to the outbox in the
///   caller's transaction: no change without its notice, no notice without its change. [Delivery] carries
///   it afterwards; [Carrier] is who carries: SMTP, an SMS provider, or in the demo a mailbox in the
///   database.
/// - **States** `waiting` → `sending` → `sent`; back to `waiting` after a failure that may pass, with
///   growing waits; `failed` when it cannot pass or took too long (24 hours; 15 minutes for a code);
///   `dropped` by the last gate before SMS (country, day limit, off).
/// - **Tables** `notice`, `notice_sms_day`, `notice_sms_count`, `notice_sms_stop`, `notice_mailbox` (demo).
///   Addresses and texts are closed under the account's key, and wiped some days after delivery.
/// - **Rules** A message asks for nothing and links nowhere but to our own origin. What a stranger may have
///   written in it is one line, no link, no markup, no header. Text and HTML are made from the same
///   paragraphs. The same notice has the same Message-ID however often it is tried.
/// - **Pumping** [SmsPumping] counts codes to unproven numbers and those that come back; where fewer than
///   half do, such numbers get none for a day. [SmsSwitch] is the operator's own switch for a country.
/// - **URLs** `/demo/mailbox`, `/demo/mailbox.json?to=…`, which exist in the demo only.
///
/// docs/messages.md tells operators what to set, and holders' support what a genuine message looks like.
@NullMarked
package dev.sallyport.notices;

import org.jspecify.annotations.NullMarked;
