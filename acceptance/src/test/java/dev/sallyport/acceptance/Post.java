package dev.sallyport.acceptance;

import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// Where a holder's messages arrive.
interface Post {
    Pattern CODE = Pattern.compile("\\b(\\d{4}) ?(\\d{4})\\b");
    Duration PATIENCE = Duration.ofSeconds(60);

    /// The texts that went to an address or number, newest first.
    List<String> to(String address);

    /// Waits for the first message, and reads its code.
    default String code(String address) {
        return code(address, 1);
    }

    /// Waits for so many messages, and reads the newest one's code.
    default String code(String address, int count) {
        List<String> texts = await("message " + count + " to " + address)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> to(address), found -> found.size() >= count);
        Matcher code = CODE.matcher(texts.getFirst());
        if (!code.find()) {
            throw new AssertionError("no code in: " + texts.getFirst());
        }
        return code.group(1) + code.group(2);
    }

    /// Waits for a code among the messages that came after the first so many.
    default String codeAfter(String address, int before) {
        return await("a code to " + address)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> to(address).stream()
                                .limit(Math.max(0, to(address).size() - before))
                                .map(CODE::matcher)
                                .filter(Matcher::find)
                                .map(code -> code.group(1) + code.group(2))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /// Waits for a message with such a link, and reads its path.
    default String link(String address, Pattern path) {
        return await("a link in a message to " + address)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> to(address).stream()
                                .map(path::matcher)
                                .filter(Matcher::find)
                                .map(Matcher::group)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /// The demo's mailbox.
    static Post of(Node demo) {
        return address -> {
            String json = demo.outside("/demo/mailbox.json?to=" + URLEncoder.encode(address, StandardCharsets.UTF_8))
                    .body();
            var texts = new ArrayList<String>();
            JsonMapper.builder()
                    .build()
                    .readTree(json)
                    .forEach(mail -> texts.add(mail.get("text").asString()));
            return texts;
        };
    }

    /// A mail server that keeps what it gets.
    static Post of(GreenMail server) {
        return address -> {
            var texts = new ArrayList<String>();
            for (MimeMessage mail : server.getReceivedMessages()) {
                try {
                    if (GreenMailUtil.getAddressList(mail.getAllRecipients()).contains(address)) {
                        texts.addFirst(plain(mail));
                    }
                } catch (MessagingException | IOException e) {
                    throw new AssertionError("A mail that cannot be read", e);
                }
            }
            return texts;
        };
    }

    private static String plain(MimeMessage mail) throws MessagingException, IOException {
        Object content = mail.getContent();
        return content instanceof MimeMultipart parts
                ? String.valueOf(parts.getBodyPart(0).getContent())
                : String.valueOf(content);
    }
}
