package dev.sallyport.account;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pages of the account show.
public final class AccountViews {
    private AccountViews() {}

    /// @param challenge a proof of work to be solved first, as JSON; null while all is calm
    public record SignUp(String identifier, @Nullable String challenge, Mistakes mistakes) {}

    /// @param address where the code went; the holder has just typed it, so it is shown whole
    /// @param again whether it was just sent once more
    public record SignUpCode(String address, Instant until, boolean again, Mistakes mistakes) {}

    /// @param before the sign-in before this one; null for a new account
    /// @param sessions live ones, this one counted
    /// @param held the proofs that open the account
    /// @param contacts confirmed addresses and numbers
    /// @param latest at most three
    public record Overview(
            List<Notice> notices,
            @Nullable SignedIn before,
            int sessions,
            int devices,
            Held held,
            int contacts,
            int unconfirmed,
            List<Entry> latest) {}

    /// @param passwordChanged null while there is no password
    /// @param second whether a sign-in asks for more than the password
    /// @param alone whether the account would be lost with its one strong proof (R-PK-3)
    public record Held(@Nullable Instant passwordChanged, int passkeys, int apps, boolean second, boolean alone) {}

    /// @param kind `info`, `warning` or `danger`
    /// @param at when it was; null for what is still to come
    /// @param href where it can be put right; null where there is nothing to do
    public record Notice(
            String kind,
            String text,
            @Nullable Instant at,
            @Nullable String href) {}

    /// @param place coarse, such as "Berlin, Germany"; null when unknown
    public record SignedIn(
            Instant at, String browser, @Nullable String place, String address) {}

    /// One line of the activity.
    ///
    /// @param icon a name from `base/icon.jte`
    /// @param text the sentence, in the reader's language
    /// @param alarming shown with a mark and the way to act
    public record Entry(
            Instant at,
            String icon,
            String text,
            @Nullable String browser,
            @Nullable String place,
            @Nullable String address,
            boolean alarming) {}

    /// @param kinds what may be chosen; each has a text `account.activity.kind.<kind>`
    /// @param kind the chosen one; empty for everything
    /// @param newer, older addresses of the neighbouring pages
    public record Activity(
            List<String> kinds,
            String kind,
            List<Entry> entries,
            @Nullable String newer,
            @Nullable String older) {}

    /// @param typed what was typed as a further address and came back with a mistake; empty otherwise
    /// @param zones all that may be chosen
    /// @param done the key of a sentence about what has just been done; null otherwise
    public record Contacts(
            List<Contact> contacts,
            String typed,
            String zone,
            List<String> zones,
            String name,
            boolean visible,
            @Nullable String done,
            Mistakes mistakes) {}

    /// @param shown the address or number, masked
    /// @param confirmed null while its code has not come back
    /// @param removable false for the last one
    public record Contact(
            String id,
            boolean mail,
            String shown,
            boolean primary,
            @Nullable Instant confirmed,
            boolean removable) {}

    /// @param address where the code went; the holder has just typed it, so it is shown whole
    public record ContactCode(String id, String address, Instant until, boolean again, Mistakes mistakes) {}

    /// @param phrase null while there is none
    /// @param typed what came back with a mistake; empty otherwise
    /// @param done the key of a sentence about what has just been done; null otherwise
    public record Phrase(
            @Nullable String phrase, String typed, @Nullable String done, Mistakes mistakes) {}

    /// @param erased when an account closed now would be erased
    /// @param closing when this account will be erased, if it is closing; null otherwise
    public record Closing(Instant erased, @Nullable Instant closing, Mistakes mistakes) {}

    /// @param change what may be taken back: `contact-removed` or `account-closing`; null when there is
    ///     nothing (any more)
    /// @param done whether it was just taken back
    public record Objection(
            String token, @Nullable String change, @Nullable Instant changedAt, boolean done) {}
}
