package dev.sallyport.account;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Entry;
import dev.sallyport.base.who.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/// The holder's own view of the record: filtered, page by page, newest first.
@Component
public final class Activity {
    static final int PAGE = 25;
    private static final int READ = 200;
    /// A filter that fits few facts stops looking after so many.
    private static final int MOST_READ = 4_000;

    /// What a holder may want to see alone.
    enum Kind {
        SIGN_IN,
        CHANGE,
        REFUSED;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean fits(Entry entry) {
            boolean signIn = entry.kind().startsWith("signin.") || entry.kind().startsWith("session.");
            return switch (this) {
                case SIGN_IN -> signIn;
                case CHANGE -> !signIn && entry.succeeded();
                case REFUSED -> !entry.succeeded();
            };
        }

        static List<String> words() {
            return List.of(SIGN_IN.word(), CHANGE.word(), REFUSED.word());
        }

        static java.util.Optional<Kind> of(String word) {
            return java.util.Arrays.stream(values())
                    .filter(k -> k.word().equals(word))
                    .findFirst();
        }
    }

    private final Audit audit;

    Activity(Audit audit) {
        this.audit = audit;
    }

    /// The newest facts of a kind; an empty one for all.
    List<Entry> latest(AccountId account, String kind, int most) {
        return audit.timeline(account, kind, Long.MAX_VALUE, most);
    }

    /// One page of facts.
    ///
    /// @param older where the next page begins; 0 when there is none
    record Slice(List<Entry> entries, long older) {}

    Slice before(AccountId account, java.util.Optional<Kind> kind, long before) {
        var found = new ArrayList<Entry>();
        long from = before;
        for (int read = 0; read < MOST_READ; read += READ) {
            List<Entry> page = audit.timeline(account, "", from, READ);
            for (Entry entry : page) {
                if (kind.isEmpty() || kind.get().fits(entry)) {
                    if (found.size() == PAGE) {
                        return new Slice(found, found.getLast().seq());
                    }
                    found.add(entry);
                }
            }
            if (page.size() < READ) {
                return new Slice(found, 0);
            }
            from = page.getLast().seq();
        }
        return new Slice(found, from);
    }
}
