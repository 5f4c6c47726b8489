package dev.sallyport.base.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/// What a careless or hostile client may send: paths, headers, forms and JSON that are nearly right, or not at all.
final class Noise {
    private static final String[] FIELDS = {
        "identifier",
        "password",
        "code",
        "zone",
        "shared",
        "to",
        "altcha",
        "name",
        "visible",
        "language",
        "understood",
        "current",
        "role",
        "holdUntil",
        "_csrf",
        "id",
        "keepThis",
        "before",
        "kind",
        "sent",
        "done",
        "a\u0000b",
        ""
    };

    private final Random random;

    Noise(Random random) {
        this.random = random;
    }

    String path(String pattern) {
        String path = pattern.replaceAll("\\{[^}]*}", "\u0001");
        while (path.contains("\u0001")) {
            path = path.replaceFirst(
                    "\u0001",
                    pick(
                            UUID.randomUUID().toString(),
                            "x",
                            "%00",
                            "%F0%9F%98%80",
                            "%ED%A0%80",
                            "0",
                            "..%2f..",
                            "%2e%2e",
                            "%C0%AF",
                            "%25",
                            "null",
                            "-1",
                            "others",
                            "A".repeat(300),
                            "00000000-0000-0000-0000-000000000000",
                            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                            "%0d%0a",
                            "a%20b"));
        }
        if (random.nextInt(3) == 0) {
            path += "?"
                    + new String(form(), StandardCharsets.ISO_8859_1).replaceAll("[^!-~]|[\\[\\]\"<>\\\\^`{|}]", "a");
            path = path.replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
        }
        return path.substring(0, Math.min(path.length(), 3_000));
    }

    String pick(String... some) {
        return some[random.nextInt(some.length)];
    }

    String headerText() {
        return pick(
                "",
                "a".repeat(500),
                "bytes=0-0",
                "de;q=abc,,,",
                "none",
                "gzip",
                "Bearer x",
                "*",
                "%00",
                "null",
                "cross-site",
                "1.2.3.4",
                "::1, fe80::1%eth0",
                "999.1.1.1",
                "__Host-session=x; __Host-browser=" + "y".repeat(43),
                "=;=;=",
                "\"",
                "__Host-session=" + "A".repeat(100),
                "__Host-device=\"a b\"",
                "\tx");
    }

    private String text() {
        return switch (random.nextInt(16)) {
            case 0 -> "";
            case 1 -> "a\u0000b";
            case 2 -> "\ud800";
            case 3 -> "\u202e\u200b\ufeff";
            case 4 -> "a".repeat(random.nextInt(5_000));
            case 5 -> "fuzz" + random.nextInt(50) + "@fuzz.examplex.com";
            case 6 -> "+49151" + (20_000_000 + random.nextInt(1_000));
            case 7 -> "'; DROP TABLE account; --";
            case 8 -> "<script>alert(1)</script>${7*7}{{7*7}}";
            case 9 -> "\r\nSet-Cookie: a=b";
            case 10 -> String.valueOf(random.nextLong());
            case 11 -> UUID.randomUUID().toString();
            case 12 -> "Europe/Berlin";
            case 13 -> "/account?x=" + random.nextInt();
            case 14 -> "eyJzYWx0IjoiYT9leHBpcmVzPTk5OTk5OTk5OTk5OSJ9";
            default -> "12345678";
        };
    }

    byte[] form() {
        var form = new StringBuilder();
        for (int n = random.nextInt(6); n >= 0; n--) {
            String value = random.nextInt(10) == 0 ? pick("%", "%zz", "%ff%fe", "%u0041", "%00") : encode(text());
            form.append(encode(FIELDS[random.nextInt(FIELDS.length)]))
                    .append(pick("=", "=", "=", "", "=="))
                    .append(value)
                    .append(pick("&", "&", ";", "&&"));
        }
        return form.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    byte[] json() {
        return json(0);
    }

    private byte[] json(int depth) {
        return switch (random.nextInt(24)) {
            case 0 -> new byte[0];
            case 1 -> "null".getBytes(StandardCharsets.UTF_8);
            case 2 -> "[]".getBytes(StandardCharsets.UTF_8);
            case 3 -> "{}".getBytes(StandardCharsets.UTF_8);
            case 4 -> "\"text\"".getBytes(StandardCharsets.UTF_8);
            case 5 -> ("[".repeat(5_000) + "]".repeat(5_000)).getBytes(StandardCharsets.UTF_8);
            case 6 -> ("{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000)).getBytes(StandardCharsets.UTF_8);
            case 7 -> "{\"password\":\"a\",\"password\":\"b\"}".getBytes(StandardCharsets.UTF_8);
            case 8 -> ("{\"password\":" + "9".repeat(3_000) + "}").getBytes(StandardCharsets.UTF_8);
            case 9 -> "{} {}".getBytes(StandardCharsets.UTF_8);
            case 10 -> "{\"password\":1e999999999}".getBytes(StandardCharsets.UTF_8);
            default -> {
                var object = new StringBuilder("{");
                for (int n = random.nextInt(4); n >= 0; n--) {
                    object.append('"')
                            .append(FIELDS[random.nextInt(16)])
                            .append("\":")
                            .append(value(depth));
                    object.append(n == 0 ? "" : ",");
                }
                yield object.append('}').toString().getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    private String value(int depth) {
        return switch (random.nextInt(10)) {
            case 0 -> "null";
            case 1 -> pick("true", "false", "0", "-1", "1e3", "0.1");
            case 2 -> "[]";
            case 3 -> "{}";
            case 4 -> depth < 3 ? new String(json(depth + 1), StandardCharsets.UTF_8) : "[null]";
            case 5 -> "\"\\u0000\"";
            case 6 -> "\"\\ud800\"";
            default -> "\"" + text().replaceAll("[\\\\\"\\p{Cntrl}]", "") + "\"";
        };
    }

    byte[] broken(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) 0xff, 0, (byte) 0xc0};
        }
        for (int n = 3; n > 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
