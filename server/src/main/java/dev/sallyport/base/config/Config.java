package dev.sallyport.base.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Everything an operator can set, checked by [ConfigFile] before anything starts. Each name below is the
/// setting's name in `sallyport.yaml`, with `-` for capitals: `outside.port`, `database.owner-user`, …
///
/// @param origin the address that holders type, such as `https://account.examplex.com`; every link and cookie
///     is made from it and no other host is answered
/// @param brand the deployer's name, as pages and mails show it
/// @param profile `default` or `strict` (ASVS level 3, AAL3): strict numbers may only be changed towards more
///     safety
/// @param demo the demo: mailbox routes exist, nothing leaves the machine
public record Config(
        URI origin,
        String brand,
        Profile profile,
        boolean demo,
        Path data,
        Ports ports,
        Database database,
        Keys keys,
        Mail mail,
        Sms sms,
        Passwords passwords,
        Sessions sessions,
        SignIns signIns,
        SecondProof secondProof,
        Totps totps,
        Passkeys passkeys,
        Devices devices,
        Places places,
        Audit audit,
        Map<String, String> serviceTokens,
        Services services,
        ApiKeys apiKeys,
        Genuine genuine,
        @Nullable URI tracing) {

    public enum Profile {
        DEFAULT,
        STRICT
    }

    /// @param outside port for holders and their browsers
    /// @param inside port for the exchange's own services, staff and operators; the outside port knows
    ///     nothing of it
    /// @param trustedProxies how many proxies in front append to `X-Forwarded-For`; 0 means that the header
    ///     is ignored
    public record Ports(String outsideAddress, int outside, String insideAddress, int inside, int trustedProxies) {}

    /// @param url `jdbc:postgresql://…`
    /// @param user the user that serves: may not own the tables, so that the audit record cannot be edited
    ///     through it
    /// @param ownerUser the user that migrates and owns the tables
    public record Database(
            String url, String user, String password, String ownerUser, String ownerPassword, int pool) {}

    /// @param file where the key ring is kept, readable by its owner alone
    /// @param ring the key ring itself, when it comes by the environment (SALLYPORT_KEYS_RING)
    /// @param transit a key service with the transit interface that wraps the ring; none means that the ring
    ///     is plain
    /// @param signatures who makes and checks signatures: `auto`, a native library where it works, or `jdk`
    public record Keys(
            Path file,
            @Nullable String ring,
            @Nullable URI transit,
            String transitKey,
            @Nullable String transitToken,
            String signatures) {
        public Keys(
                Path file,
                @Nullable String ring,
                @Nullable URI transit,
                String transitKey,
                @Nullable String transitToken) {
            this(file, ring, transit, transitKey, transitToken, "auto");
        }
    }

    /// @param host the SMTP server; empty in the demo, where mails stay in the mailbox page
    public record Mail(
            String host,
            int port,
            @Nullable String user,
            @Nullable String password,
            String security,
            String from) {}

    /// @param kind `off`, `twilio` (the shape of its Messages API) or `webhook`
    /// @param countries ISO codes of the countries texts may go to
    /// @param dayLimit texts a day in all: a ceiling for what pumping can cost
    /// @param pumpingSends so many codes to unproven numbers of a country in a day are looked at: when fewer
    ///     than half came back, such numbers get no more
    public record Sms(
            String kind,
            @Nullable URI url,
            String account,
            @Nullable String token,
            String from,
            List<String> countries,
            String homeCountry,
            int dayLimit,
            int pumpingSends) {}

    /// @param hasher `auto`, `512`, `256`, `128`, `scalar` or `bouncy-castle`
    /// @param memoryKib Argon2id memory; the floor is 46 MiB with one pass (ASVS appendix C)
    /// @param queue sign-ins that may wait for a hash; one more is told to come back
    /// @param breachFile a file of sorted SHA-1 hashes in hex, one a line, searched in place
    /// @param breachApi a range service by k-anonymity; its outage never blocks a sign-in
    /// @param words further words that no password may be built on: the brand's products, places, mascots
    public record Passwords(
            String hasher,
            int memoryKib,
            int iterations,
            int lanes,
            int threads,
            int queue,
            Duration deadline,
            int minimumLength,
            @Nullable Path breachFile,
            @Nullable URI breachApi,
            List<String> words) {}

    /// @param idle reading ends after this long without a request (NIST 800-63B: at most 1 h)
    /// @param absolute every session ends after this long
    /// @param sharedIdle idle time on a computer that the holder called shared
    public record Sessions(Duration idle, Duration absolute, Duration sharedIdle, int most) {}

    /// @param cityFile, asnFile databases in MaxMind format, for places and network names; none are needed
    public record Places(@Nullable Path cityFile, @Nullable Path asnFile) {}

    /// @param anchors the file that every checkpoint of the record of facts is also written to; best kept on
    ///     other storage than the database, and shipped away
    public record Audit(Path anchors) {}

    /// The same settings on another database: the embedded one, once it runs.
    public Config with(Database other) {
        return new Config(
                origin,
                brand,
                profile,
                demo,
                data,
                ports,
                other,
                keys,
                mail,
                sms,
                passwords,
                sessions,
                signIns,
                secondProof,
                totps,
                passkeys,
                devices,
                places,
                audit,
                serviceTokens,
                services,
                apiKeys,
                genuine,
                tracing);
    }

    /// @param url the address by which your services reach the inside port, as documents name it
    /// @param privateReceivers whether events may be sent to addresses inside your own network, and without TLS
    /// @param withdrawalPolicy what may leave an account and what it takes; null for the table that we bring along
    /// @param kafka whose topic events are written to; null for none
    public record Services(
            URI url,
            boolean privateReceivers,
            @Nullable Path withdrawalPolicy,
            @Nullable Kafka kafka) {}

    /// @param servers `host:port` of brokers, from which the others are learnt
    /// @param properties further settings of the client in Kafka's own form, read where the client is made: secrets
    ///     stay out of our settings
    public record Kafka(
            List<String> servers, String topic, @Nullable Path properties) {}

    /// @param scopes the exchange's catalogue, in its order
    /// @param schemes the names of the signature schemes that new keys are offered, the usual one first
    /// @param ownSchemes further schemes, `NAME.FIELD` to value
    /// @param hmac whether new keys may have a secret that both sides know
    public record ApiKeys(
            Map<String, ApiScope> scopes, List<String> schemes, Map<String, String> ownSchemes, boolean hmac) {}

    /// @param kind `read`, `trade`, `transfer` or `withdraw`
    public record ApiScope(String kind, String english, String german) {}

    /// By what people may know us, each named exactly. The host of `origin` and the sender of mails are always ours.
    ///
    /// @param hosts lower-case A-labels, such as `www.examplex.com`
    /// @param mail senders, lower case
    /// @param phones in the form of E.164
    /// @param handles `NETWORK:NAME`
    /// @param apps the names by which stores and systems know our programs
    public record Genuine(
            List<String> hosts, List<String> mail, List<String> phones, List<String> handles, List<String> apps) {}

    /// @param sprayAccounts one password wrong on so many accounts within ten minutes raises the alarm
    /// @param floodFailures so many wrong passwords in all within ten minutes raise it too
    public record SignIns(int sprayAccounts, int floodFailures) {}

    /// @param required whether every account must have a second proof
    /// @param grace how long after its opening an account may go without one
    public record SecondProof(boolean required, Duration grace) {}

    /// How the codes of apps that are bound from now on are made; those bound before keep what they began with.
    ///
    /// @param algorithm `SHA1`, `SHA256` or `SHA512`
    /// @param digits 6 or 8
    public record Totps(String algorithm, int digits) {}

    /// @param maintainedFile which versions of browsers and systems their makers still keep safe; null for the list
    ///     that we bring along
    /// @param refuseOutdated whether sensitive acts are refused to those that are too old
    public record Devices(@Nullable Path maintainedFile, boolean refuseOutdated) {}

    /// @param relatedOrigins further origins of ours whose pages may ask for passkeys of this one (WebAuthn section
    ///     5.11)
    /// @param allowedModels AAGUIDs of the only authenticators that are taken; empty for all
    /// @param deniedModels AAGUIDs of authenticators that are not taken
    /// @param metadataFile a FIDO metadata file (MDS version 3); what it calls revoked or broken is not taken
    public record Passkeys(
            List<String> relatedOrigins,
            Set<UUID> allowedModels,
            Set<UUID> deniedModels,
            @Nullable Path metadataFile) {}

    public boolean strict() {
        return profile == Profile.STRICT;
    }

    /// An absolute address on our own origin; the only way any link is made.
    public String link(String path) {
        return origin + path;
    }
}
