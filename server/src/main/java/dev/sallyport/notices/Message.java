package dev.sallyport.notices;

import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be told to whom. The words are the texts `notices.<kind>.subject`, `.text`, `.sms` and, when
/// a link is given, `.link`.
///
/// Values with a meaning of their own:
/// - `code`: shown by itself; the message is only tried for as long as a code can live, and its text is
///   wiped after;
/// - `link`: an address of our own, made by `Config.link`; anything else is refused;
/// - `lock`: the same, by which the holder closes every door of his account (R-LOCK-3); it stands last in a mail, and
///   never in a text message; empty where there is nothing to close any more;
/// - `at`, `until`: times in ISO form, written out in the reader's words; `at` is now when it is missing;
/// - `zone`: the reader's zone, such as `Europe/Berlin`, in which times stand beside UTC;
/// - `device`, `place`: "unknown" when missing;
/// - `contact`: a masked address or number;
/// - `phrase`: the holder's own phrase, which stands before everything else. Only what goes to an address
///   of the account itself may carry it.
///
/// @param account whose message it is; null for somebody who has no account. What must arrive after the
///     account's key has been destroyed is nobody's too
/// @param address the mail address, or the telephone number in the form of E.164 (`+4915123456789`)
/// @param kind such as `password.changed`
public record Message(
        @Nullable AccountId account,
        Channel channel,
        String address,
        Language language,
        String kind,
        Map<String, String> values) {

    public Message {
        values = Map.copyOf(values);
    }

    /// The same message with one more value.
    public Message with(String name, String value) {
        var more = new HashMap<>(values);
        more.put(name, value);
        return new Message(account, channel, address, language, kind, more);
    }

    /// Whether a value would stand in a message exactly as it is: one line, and nothing that a mail program
    /// makes a link of.
    public static boolean standsUnchanged(String value) {
        return Values.harmless("phrase", value).equals(value);
    }

    boolean hasCode() {
        return values.containsKey("code");
    }
}
