package dev.sallyport.exchange;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// A withdrawal as somebody typed it.
///
/// @param way see [Way#name]
/// @param key of this one form: sent twice, it is one withdrawal
public record PayoutDraft(String way, String amount, String destination, String memo, String key) {
    /// What a program leaves out is as nothing typed.
    public PayoutDraft {
        way = Objects.requireNonNullElse(way, "");
        amount = Objects.requireNonNullElse(amount, "");
        destination = Objects.requireNonNullElse(destination, "").strip();
        memo = Objects.requireNonNullElse(memo, "").strip();
        key = Objects.requireNonNullElse(key, "");
    }

    static PayoutDraft of(Map<String, String> form) {
        return new PayoutDraft(
                form.getOrDefault("way", ""),
                form.getOrDefault("amount", ""),
                form.getOrDefault("destination", ""),
                form.getOrDefault("memo", ""),
                form.getOrDefault("key", ""));
    }

    static PayoutDraft empty() {
        return new PayoutDraft("BTC/bitcoin", "", "", "", UUID.randomUUID().toString());
    }
}
