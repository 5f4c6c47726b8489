package dev.sallyport.base.db;

import dev.sallyport.base.crypto.Tokens;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;

/// The embedded database's three users and their passwords: any user of the machine can reach its port.
///
/// @param superuser of `postgres`, who may do everything
/// @param owner of `sallyport_owner`, who migrates and owns the tables
/// @param app of `sallyport_app`, who serves
record DatabasePasswords(String superuser, String owner, String app) {
    /// Reads the file, and makes it when it is not there; readable by its owner alone.
    static DatabasePasswords at(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path next = Files.createTempFile(
                    file.getParent(),
                    "passwords",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, """
                    # Passwords of the embedded database, for psql: made by Sallyport at its first start here.
                    postgres=%s
                    sallyport_owner=%s
                    sallyport_app=%s
                    """.formatted(random(), random(), random()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
        var read = new Properties();
        read.load(new StringReader(Files.readString(file)));
        return new DatabasePasswords(
                of(read, "postgres", file), of(read, "sallyport_owner", file), of(read, "sallyport_app", file));
    }

    private static String random() {
        return Tokens.encode(Tokens.random(24));
    }

    private static String of(Properties read, String user, Path file) {
        String password = read.getProperty(user, "");
        if (password.isEmpty()) {
            throw new DatabaseTrouble("The file " + file + " holds no password of " + user
                    + ": put it back from a copy of the data folder.");
        }
        return password;
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
