package dev.sallyport.passkey;

import dev.sallyport.base.config.Config;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Products that hold passkeys, by AAGUID: what holders know them by, and which of them the operator takes.
///
/// Attestation is not asked for, so a model is what the authenticator says of itself (W-13). That keeps broken
/// products of honest holders out; it proves nothing of a holder who lies about his own.
@Component
final class Models {
    /// What the FIDO metadata service says of a model whose passkeys prove nothing any more (MDS section 3.1.4). A
    /// later good word does not undo it.
    private static final Set<String> BROKEN = Set.of(
            "REVOKED",
            "USER_VERIFICATION_BYPASS",
            "ATTESTATION_KEY_COMPROMISE",
            "USER_KEY_REMOTE_COMPROMISE",
            "USER_KEY_PHYSICAL_COMPROMISE");

    private final Map<UUID, String> names = names();
    private final Set<UUID> allowed;
    private final Set<UUID> denied;

    Models(Config config) {
        this.allowed = config.passkeys().allowedModels();
        var out = new HashSet<>(config.passkeys().deniedModels());
        Path metadata = config.passkeys().metadataFile();
        if (metadata != null) {
            out.addAll(broken(metadata));
        }
        this.denied = Set.copyOf(out);
    }

    private static Map<UUID, String> names() {
        var names = new HashMap<UUID, String>();
        try (var in = Objects.requireNonNull(Models.class.getResourceAsStream("/passkey/aaguids.tsv"));
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split("\t", 2);
                names.put(UUID.fromString(parts[0]), parts[1]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(names);
    }

    /// The service's signed file, or the JSON within it alone. The operator answers for it: its signature is not
    /// looked at here.
    private static Set<UUID> broken(Path file) {
        try {
            String text = Files.readString(file).strip();
            String[] jwt = text.split("\\.", -1);
            String json = text.startsWith("{") || jwt.length != 3
                    ? text
                    : new String(Base64.getUrlDecoder().decode(jwt[1]), StandardCharsets.UTF_8);
            JsonNode entries = JsonMapper.builder().build().readTree(json).path("entries");
            if (!entries.isArray()) {
                throw new IllegalArgumentException("no entries");
            }
            var broken = new HashSet<UUID>();
            for (JsonNode entry : entries) {
                boolean isBroken = entry.path("statusReports")
                        .valueStream()
                        .anyMatch(
                                report -> BROKEN.contains(report.path("status").asString("")));
                if (isBroken && entry.path("aaguid").isString()) {
                    broken.add(UUID.fromString(entry.path("aaguid").stringValue()));
                }
            }
            return broken;
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new IllegalStateException(file + " is not a FIDO metadata file", e);
        }
    }

    /// Whether passkeys of this model may be bound.
    boolean takes(UUID aaguid) {
        return !denied.contains(aaguid) && (allowed.isEmpty() || allowed.contains(aaguid));
    }

    /// Null for one that is not well known.
    @Nullable
    String name(UUID aaguid) {
        return names.get(aaguid);
    }
}
