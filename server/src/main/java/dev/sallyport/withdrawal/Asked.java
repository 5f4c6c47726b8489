package dev.sallyport.withdrawal;

import dev.sallyport.apikey.ApiKeyId;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Networks;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.wire.WithdrawalRequest;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a service asks for, once every field of it holds what it must.
///
/// @param session where the holder asked; null for a program
/// @param key which of the account's API keys asked; null for none
/// @param request exactly as it came
record Asked(
        AccountId account,
        Exit exit,
        String asset,
        BigDecimal amount,
        BigDecimal value,
        @Nullable SessionId session,
        @Nullable ApiKeyId key,
        WithdrawalRequest request) {
    static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,24}");

    private static final int MOST_DESTINATION = 200;
    private static final int MOST_MEMO = 120;
    private static final int MOST_CLIENT = 60;

    /// @throws Refused `INVALID` with every mistake
    static Asked read(WithdrawalRequest r) {
        var check = new Check();
        UUID account = check.one("account", r.account(), "id", Asked::uuid);
        Exit exit = check.one("kind", r.kind(), "kind", Exit::of);
        String asset = check.text("asset", r.asset(), "symbol", Asked::isCode);
        check.text("network", r.network(), "symbol", Asked::isCode);
        BigDecimal amount = check.one(
                "amount", r.amount(), "above-nought", text -> Decimal.read(text).filter(n -> n.signum() > 0));
        BigDecimal value = check.one("value", r.value(), "value", Decimal::readValue);
        check.one("feeCap", r.feeCap(), "decimal", Decimal::read);
        check.text("destination", r.destination(), "destination", text -> isPlain(text, MOST_DESTINATION));
        check.optional("memo", r.memo(), "memo", text -> isPlain(text, MOST_MEMO));
        check.text(
                "address",
                r.address(),
                "address",
                text -> Networks.canonical(text).isPresent());
        check.optional("client", r.client(), "client", text -> isPlain(text, MOST_CLIENT));
        check.optional("session", r.session(), "id", text -> uuid(text).isPresent());
        if ((r.session() == null) == (r.client() == null)) {
            check.add("session", "origin");
        }
        ApiKeyId key = r.apiKey() == null ? null : check.one("apiKey", r.apiKey(), "api-key", ApiKeyId::read);
        if (key != null && (r.client() == null || !key.account().value().equals(account))) {
            check.add("apiKey", "api-key");
        }
        if (account == null || exit == null || asset == null || amount == null || value == null || check.any()) {
            throw new Refused(check.mistakes);
        }
        SessionId session = r.session() == null ? null : new SessionId(UUID.fromString(r.session()));
        return new Asked(new AccountId(account), exit, asset, amount, value, session, key, r);
    }

    /// Java takes shorter texts for ids, which would be other texts for the same.
    private static Optional<UUID> uuid(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }

    private static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /// What a person reads as it stands: nothing hidden in it, and no blanks that nobody sees.
    private static boolean isPlain(String text, int most) {
        return !text.isEmpty() && text.length() <= most && text.strip().equals(text) && Plain.isHarmless(text);
    }

    /// Looks at one field after the other.
    private static final class Check {
        private Mistakes mistakes = Mistakes.NONE;

        void add(String field, String key) {
            mistakes = mistakes.and(field, "withdrawal.mistake." + key);
        }

        boolean any() {
            return mistakes.any();
        }

        <T> @Nullable T one(String field, @Nullable String text, String key, Function<String, Optional<T>> read) {
            Optional<T> found = text == null ? Optional.empty() : read.apply(text);
            if (found.isEmpty()) {
                add(field, key);
            }
            return found.orElse(null);
        }

        @Nullable
        String text(String field, @Nullable String text, String key, Predicate<String> right) {
            return one(field, text, key, t -> right.test(t) ? Optional.of(t) : Optional.empty());
        }

        void optional(String field, @Nullable String text, String key, Predicate<String> right) {
            if (text != null) {
                text(field, text, key, right);
            }
        }
    }
}
