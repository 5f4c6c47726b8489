package dev.sallyport.messagecode;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.who.AccountId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// How it stands, and which numbers there are, as pages and JSON show it.
@Component
class MessageCodeList {
    private final MessageCodes codes;
    private final Numbers numbers;
    private final MessageCodeStore store;

    MessageCodeList(MessageCodes codes, Numbers numbers, MessageCodeStore store) {
        this.codes = codes;
        this.numbers = numbers;
        this.store = store;
    }

    MessageCodeViews.Overview of(AccountId account, @Nullable String done, Mistakes mistakes) {
        var on = codes.chosen(account);
        List<MessageCodeViews.Phone> all = numbers.list(account).stream()
                .filter(Numbers.Phone::served)
                .map(MessageCodeList::shown)
                .toList();
        String chosen = on.map(n -> n.contact().id().toString()).orElse("");
        return new MessageCodeViews.Overview(
                codes.isOffered(),
                on.map(MessageCodeList::shown).orElse(null),
                on.flatMap(n -> store.find(account))
                        .map(MessageCodeStore.On::since)
                        .orElse(null),
                all.stream().filter(n -> n.usable() && !n.id().equals(chosen)).toList(),
                all.stream().filter(n -> !n.usable()).toList(),
                done,
                mistakes);
    }

    private static MessageCodeViews.Phone shown(Numbers.Phone number) {
        return new MessageCodeViews.Phone(
                number.contact().id().toString(), number.contact().masked(), number.mayTakeCodes(), number.blocked());
    }
}
