import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/// A bot that trades at the demo exchange with an API key of the kind "trade", and that cannot withdraw.
///
/// java Bot.java key.pem                                    makes a key and shows the public half to paste
/// java Bot.java key.pem sk_... [http://127.0.0.1:8090]     trades
void main(String[] args) throws Exception {
    if (args.length == 1) {
        makeKey(Path.of(args[0]));
        return;
    }
    URI exchange = URI.create(args.length > 2 ? args[2] : "http://127.0.0.1:8090");
    var bot = new Bot(exchange, args[1], readKey(Path.of(args[0])));
    IO.println("I have " + bot.ask("GET", "/api/v1/balances", "").body());
    HttpResponse<String> order = bot.ask(
            "POST", "/api/v1/orders", """
            {"pair": "BTC-EUR", "side": "buy", "kind": "market", "amount": "0.001"}""");
    IO.println(order.statusCode() == 201 ? "I bought 0.001 BTC." : "I bought nothing: " + order.body());
    HttpResponse<String> withdrawal = bot.ask(
            "POST", "/api/v1/withdrawals", """
            {"way": "BTC/bitcoin", "amount": "0.001", "destination": "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
             "key": "%s"}""".formatted(UUID.randomUUID()));
    IO.println(
            withdrawal.statusCode() == 403
                    ? "I may not withdraw, and that is as it should be: " + withdrawal.body()
                    : "That is not what I expected: " + withdrawal.statusCode() + " " + withdrawal.body());
}

record Bot(URI exchange, String id, PrivateKey key) {
    /// Signs everything that is sent, and sends it: method, host, path, query, body, time, a nonce, and whose key it is.
    HttpResponse<String> ask(String method, String path, String body)
            throws GeneralSecurityException, IOException, InterruptedException {
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        String time = Long.toString(System.currentTimeMillis());
        String nonce = UUID.randomUUID().toString();
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(String.join("\n", method, exchange.getAuthority(), path, "", hash, time, nonce, id)
                .getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(exchange.resolve(path))
                .header("X-Sallyport-Key", id)
                .header("X-Sallyport-Timestamp", time)
                .header("X-Sallyport-Nonce", nonce)
                .header("X-Sallyport-Signature", Base64.getEncoder().encodeToString(signature.sign()));
        var content = body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body);
        return HttpClient.newHttpClient()
                .send(request.method(method, content).build(), HttpResponse.BodyHandlers.ofString());
    }
}

void makeKey(Path file) throws GeneralSecurityException, IOException {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(encoder.encodeToString(pair.getPrivate().getEncoded())));
    IO.println("-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----"
            .formatted(encoder.encodeToString(pair.getPublic().getEncoded())));
}

PrivateKey readKey(Path file) throws GeneralSecurityException, IOException {
    String text = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance("Ed25519")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
}
