package dev.sallyport.base.crypto;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.RingKey.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The key ring's file: JSON, readable by its owner alone, replaced whole and never written in place; wrapped
/// by a key service when the operator has one.
public final class KeyRingFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Config.Keys where;

    public KeyRingFile(Config.Keys where) {
        this.where = where;
    }

    public Path path() {
        return where.file();
    }

    public boolean exists() {
        return where.ring() != null || Files.exists(where.file());
    }

    record StoredKey(
            String id,
            String use,
            String created,
            String material,
            @Nullable String publicKey) {}

    record StoredRing(int version, List<StoredKey> keys) {}

    /// @throws KeyTrouble when there is no ring, or it cannot be read
    public KeyRing read() {
        String given = where.ring();
        try {
            String text = given != null
                    ? new String(Base64.getDecoder().decode(given), java.nio.charset.StandardCharsets.UTF_8)
                    : Files.readString(where.file());
            Transit service = transit();
            StoredRing stored = JSON.readValue(service == null ? text : service.unwrap(text.strip()), StoredRing.class);
            var keys = new ArrayList<RingKey>();
            for (StoredKey k : stored.keys()) {
                keys.add(new RingKey(
                        k.id(),
                        Use.valueOf(k.use()),
                        Instant.parse(k.created()),
                        Base64.getDecoder().decode(k.material()),
                        k.publicKey() == null ? null : Base64.getDecoder().decode(k.publicKey())));
            }
            return new KeyRing(keys, Instant.now());
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new KeyTrouble(
                    "The key ring "
                            + (given != null
                                    ? "in SALLYPORT_KEYS_RING"
                                    : where.file().toString()) + " cannot be read",
                    e);
        }
    }

    /// Makes a new ring; never over one that is there, because that would lock every account out for ever.
    public KeyRing create(Instant now) {
        if (exists()) {
            throw new KeyTrouble("There is a key ring at " + where.file() + " already; it is never overwritten");
        }
        KeyRing ring = KeyRing.create(now);
        write(ring);
        return ring;
    }

    public KeyRing rotate(Instant now) {
        KeyRing next = read().rotated(now);
        write(next);
        return next;
    }

    private void write(KeyRing ring) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("version", 1);
        tree.put("keys", ring.keys().stream().map(KeyRingFile::stored).toList());
        Path file = where.file();
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path next = Files.createTempFile(
                    folder,
                    "ring",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
            Transit service = transit();
            Files.writeString(next, service == null ? text : service.wrap(text));
            try (var channel = java.nio.channels.FileChannel.open(next, java.nio.file.StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new KeyTrouble("The key ring cannot be written to " + file, e);
        }
    }

    private @Nullable Transit transit() {
        return where.transit() == null ? null : new Transit(where.transit(), where);
    }

    private static Map<String, Object> stored(RingKey k) {
        var one = new LinkedHashMap<String, Object>();
        one.put("id", k.id());
        one.put("use", k.use().name());
        one.put("created", k.created().toString());
        one.put("material", Base64.getEncoder().encodeToString(k.material()));
        byte[] publicKey = k.publicKey();
        if (publicKey != null) {
            one.put("publicKey", Base64.getEncoder().encodeToString(publicKey));
        }
        return one;
    }
}
