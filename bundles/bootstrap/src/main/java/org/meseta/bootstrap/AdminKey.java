package org.meseta.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/**
 * The key by which whoever may read the daemon's own folder enters its shell as an administrator.
 * Made at the first start. RSA, since Karaf refuses newer kinds.
 */
final class AdminKey {

  static final String USER = "admin";

  private AdminKey() {}

  /** Makes the key if there is none, and lets it in. Blocks. */
  static void allow(Path base, Path etc) throws IOException, GeneralSecurityException {
    Path folder = Files.createDirectories(base.resolve("ssh"));
    Path secret = folder.resolve("id_rsa");
    Path open = folder.resolve("id_rsa.pub");
    if (!Files.exists(secret) || !Files.exists(open)) {
      make(secret, open);
    }
    String body = Files.readString(open).split(" ")[1].trim();
    Files.writeString(
        etc.resolve("keys.properties"),
        // The operator's last line may lack its end.
        "\n" + USER + "=" + body + ",_g_:admingroup\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static void make(Path secret, Path open) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    Files.writeString(open, "ssh-rsa " + openSsh((RSAPublicKey) pair.getPublic()) + " meseta\n");
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    writeSecret(secret, pem);
  }

  private static void writeSecret(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String openSsh(RSAPublicKey key) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    field(out, "ssh-rsa".getBytes(StandardCharsets.US_ASCII));
    field(out, key.getPublicExponent().toByteArray());
    field(out, key.getModulus().toByteArray());
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static void field(DataOutputStream out, byte[] value) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }
}
