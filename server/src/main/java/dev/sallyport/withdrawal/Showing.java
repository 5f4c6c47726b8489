package dev.sallyport.withdrawal;

import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Seen;
import dev.sallyport.session.Sessions;
import dev.sallyport.session.Sight;
import dev.sallyport.wire.WithdrawalRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a person is shown of a withdrawal, on our page and in the exchange's own app alike: our own copy of the terms.
@Component
class Showing {
    private final Contacts contacts;
    private final Sessions sessions;
    private final Sight sight;

    Showing(Contacts contacts, Sessions sessions, Sight sight) {
        this.contacts = contacts;
        this.sessions = sessions;
        this.sight = sight;
    }

    String state(Approvals.Look look) {
        Withdrawal one = look.withdrawal();
        boolean waits = one.state() == State.SECOND && one.isOpen(look.now());
        if (waits) {
            return look.asSecond() ? "confirm-second" : "second";
        }
        return one.state().decision(one.until(), look.now());
    }

    WithdrawalViews.Terms terms(Approvals.Look look) {
        WithdrawalRequest request = look.terms().request();
        String address = String.valueOf(request.address());
        Seen seen = sight.of(new Caller(address, "", null));
        return new WithdrawalViews.Terms(
                look.asSecond() ? masked(look.withdrawal().account()) : null,
                look.withdrawal().exit().label(),
                String.valueOf(request.amount()),
                String.valueOf(request.asset()),
                String.valueOf(request.network()),
                String.valueOf(request.feeCap()),
                Grouped.of(String.valueOf(request.destination())),
                request.memo(),
                from(look),
                address,
                seen.place(),
                look.withdrawal().createdAt());
    }

    private @Nullable String from(Approvals.Look look) {
        WithdrawalRequest request = look.terms().request();
        return request.client() != null
                ? request.client()
                : sessions.list(look.withdrawal().account()).stream()
                        .filter(listed -> listed.session().id().toString().equals(request.session()))
                        .map(listed -> listed.seen().label())
                        .findFirst()
                        .orElse(null);
    }

    /// The second person of an account, and whom that account is the second person of.
    WithdrawalViews.Second second(
            AccountId account,
            SecondPeople seconds,
            Approvals approvals,
            @Nullable String link,
            @Nullable String done) {
        SecondPerson second = seconds.of(account);
        var now = approvals.now();
        return new WithdrawalViews.Second(
                second.inForce(now).map(this::masked).orElse(null),
                second.isChanging(now) ? second.nextAt() : null,
                Optional.ofNullable(second.next()).map(this::masked).orElse(null),
                link,
                seconds.confirmsFor(account).stream().map(this::masked).toList(),
                approvals.waitingFor(account).stream()
                        .map(one -> new WithdrawalViews.Waiting(
                                one.withdrawal().id().toString(),
                                masked(one.withdrawal().account()),
                                one.terms().request().amount() + " "
                                        + one.terms().request().asset(),
                                one.withdrawal().until()))
                        .toList(),
                done);
    }

    /// As far as somebody else may read it.
    String masked(AccountId account) {
        return contacts.list(account).stream().findFirst().map(Contact::masked).orElse("?");
    }
}
