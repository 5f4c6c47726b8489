package dev.sallyport.genuine;

import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// A mail as it travelled (RFC 5322): what its head says of who sent it, and its words as a reader sees them.
/// Attachments are not opened; their names are told.
///
/// @param senders `From`, `Sender` and `Reply-To`
/// @param links targets of the links that the mail shows, with the words over each
record MailSource(List<Sender> senders, String text, List<Anchor> links, boolean hasAttachment) {
    record Sender(String name, String address) {}

    record Anchor(String target, String label) {}

    private static final Pattern HEAD =
            Pattern.compile("(?:[A-Za-z0-9-]{1,60}:[^\\r\\n]{0,2000}\\r?\\n(?:[ \\t][^\\r\\n]{0,2000}\\r?\\n)*){2}");
    private static final int DEEPEST = 8;

    /// Whether a text begins as the source of a mail does.
    static boolean isOne(String text) {
        var matcher = HEAD.matcher(text);
        if (!matcher.lookingAt()) {
            return false;
        }
        String start = text.substring(0, Math.min(text.length(), 20_000)).toLowerCase(java.util.Locale.ROOT);
        int end = start.indexOf("\n\n");
        int other = start.indexOf("\r\n\r\n");
        int head = end < 0 ? other : other < 0 ? end : Math.min(end, other);
        String head2 = "\n" + (head < 0 ? start : start.substring(0, head));
        return head2.contains("\nfrom:")
                && (head2.contains("\nsubject:") || head2.contains("\nreceived:") || head2.contains("\nmessage-id:"));
    }

    static MailSource read(String source) {
        var reading = new Reading();
        var senders = new ArrayList<Sender>();
        try {
            var mail = new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(source.getBytes(StandardCharsets.UTF_8)));
            for (String header : List.of("From", "Sender", "Reply-To")) {
                for (String line : mail.getHeader(header) == null ? new String[0] : mail.getHeader(header)) {
                    senders(line, senders);
                }
            }
            reading.part(mail, 0);
        } catch (MessagingException e) {
            // Broken beyond reading: its plain text is looked at all the same.
            reading.text.append(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MailSource(senders, reading.text.toString(), reading.links, reading.attachment);
    }

    private static void senders(String line, List<Sender> senders) {
        try {
            for (InternetAddress address : InternetAddress.parseHeader(line, false)) {
                String name = address.getPersonal();
                senders.add(new Sender(name == null ? "" : name, address.getAddress()));
            }
        } catch (MessagingException e) {
            senders.add(new Sender("", line.strip()));
        }
    }

    private static final class Reading {
        final StringBuilder text = new StringBuilder();
        final List<Anchor> links = new ArrayList<>();
        boolean attachment;

        void part(Part part, int depth) throws MessagingException, IOException {
            if (depth > DEEPEST) {
                return;
            }
            if (Part.ATTACHMENT.equalsIgnoreCase(disposition(part))) {
                attachment = true;
            } else if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
                for (int i = 0; i < Math.min(parts.getCount(), 50); i++) {
                    BodyPart inner = parts.getBodyPart(i);
                    part(inner, depth + 1);
                }
            } else if (part.isMimeType("message/rfc822") && part.getContent() instanceof Message inner) {
                part(inner, depth + 1);
            } else if (part.isMimeType("text/html")) {
                html(words(part));
            } else if (part.isMimeType("text/*")) {
                text.append(words(part)).append('\n');
            } else {
                attachment = true;
            }
        }

        private static String disposition(Part part) {
            try {
                String disposition = part.getDisposition();
                return disposition == null ? "" : disposition;
            } catch (MessagingException e) {
                // A head that nobody can read is treated as none.
                return "";
            }
        }

        private static String words(Part part) throws IOException, MessagingException {
            try {
                return part.getContent() instanceof String words
                        ? words
                        : new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                // A charset or an encoding that Java does not know.
                return new String(part.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        }

        private void html(String html) {
            Document document = Jsoup.parse(html);
            for (Element link : document.select("a[href], area[href], form[action]")) {
                String target = link.hasAttr("href") ? link.attr("href") : link.attr("action");
                if (!target.startsWith("#") && !target.startsWith("mailto:") && !target.startsWith("tel:")) {
                    links.add(new Anchor(target, link.text()));
                } else if (target.length() > 1) {
                    text.append(target.substring(target.indexOf(':') + 1)).append('\n');
                }
            }
            text.append(document.wholeText()).append('\n');
        }
    }
}
