package dev.sallyport.messagecode;

import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.Identifier;
import dev.sallyport.account.Identifiers;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.who.AccountId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The numbers of an account, and which of them may take a code.
@Component
class Numbers {
    private final Contacts contacts;
    private final MessageCodeStore store;
    private final Config config;
    private final Clock clock;

    Numbers(Contacts contacts, MessageCodeStore store, Config config, Clock clock) {
        this.contacts = contacts;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /// A number, and what stands in its way.
    ///
    /// @param served texts go to its country
    /// @param blocked a signal says that it may have changed hands, and it was not proven since
    record Phone(Contact contact, boolean served, boolean unused, boolean blocked) {
        boolean mayTakeCodes() {
            return served && !mustBeProven();
        }

        boolean mustBeProven() {
            return unused || blocked;
        }
    }

    /// Whether the service sends texts at all, and takes them as a proof.
    boolean isOffered() {
        Config.Sms sms = config.sms();
        boolean sends = !sms.kind().equals("off") || config.demo();
        return sends && !sms.countries().isEmpty() && !config.strict();
    }

    List<Phone> list(AccountId account) {
        Instant now = clock.instant();
        Optional<Instant> blockedAt = store.blockedAt(account);
        return contacts.list(account).stream()
                .filter(c -> c.kind() == Identifier.Kind.PHONE)
                .map(c -> new Phone(
                        c,
                        isServed(c),
                        c.mustBeProvenAgain(now),
                        blockedAt.filter(at -> !c.provenAt().isAfter(at)).isPresent()))
                .toList();
    }

    private boolean isServed(Contact number) {
        return Identifiers.country(new Identifier(number.kind(), number.text(), "", true))
                .filter(config.sms().countries()::contains)
                .isPresent();
    }

    Optional<Phone> find(AccountId account, UUID contact) {
        return list(account).stream()
                .filter(n -> n.contact().id().equals(contact))
                .findFirst();
    }

    /// What is no id is no number of the account.
    static UUID id(@Nullable String typed) {
        try {
            return UUID.fromString(typed == null ? "" : typed);
        } catch (IllegalArgumentException e) {
            return new UUID(0, 0);
        }
    }

    void used(Phone number) {
        contacts.used(number.contact().account(), number.contact());
    }

    void proven(Phone number) {
        contacts.proven(number.contact().account(), number.contact().id());
    }
}
