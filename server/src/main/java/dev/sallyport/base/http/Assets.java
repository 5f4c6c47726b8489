package dev.sallyport.base.http;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.wire.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// The few files that pages need: one stylesheet, small modules, icons. They are read once at start; their
/// common hash is part of their address, so that a browser keeps them for a year and never sees an old one
/// with a new page.
@Controller
public final class Assets {
    private static final Map<String, MediaType> TYPES = Map.of(
            "css", MediaType.valueOf("text/css;charset=UTF-8"),
            "js", MediaType.valueOf("text/javascript;charset=UTF-8"),
            "svg", MediaType.valueOf("image/svg+xml"),
            "png", MediaType.IMAGE_PNG,
            "ico", MediaType.valueOf("image/x-icon"),
            "json", MediaType.APPLICATION_JSON,
            "woff2", MediaType.valueOf("font/woff2"));

    private final Map<String, byte[]> files = new TreeMap<>();
    private final String version;

    Assets() {
        try {
            MessageDigest all = MessageDigest.getInstance("SHA-256");
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath:assets/*.*")) {
                byte[] bytes = file.getContentAsByteArray();
                files.put(String.valueOf(file.getFilename()), bytes);
            }
            files.forEach((name, bytes) -> {
                all.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                all.update(Tokens.sha256(bytes));
            });
            version = HexFormat.of().formatHex(all.digest(), 0, 5);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public String version() {
        return version;
    }

    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/assets/{version}/{name}")
    ResponseEntity<byte[]> asset(@PathVariable String version, @PathVariable String name) {
        byte[] bytes = files.get(name);
        MediaType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (bytes == null || type == null) {
            throw new Refused(ErrorCode.NOT_FOUND, "no asset " + name);
        }
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .body(bytes);
    }

    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/favicon.ico")
    ResponseEntity<byte[]> icon() {
        return asset(version, "icon.svg");
    }
}
