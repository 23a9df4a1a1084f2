package io.fourwave.examples.ssh;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Set;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * The key by which clients know the server again, in a file as {@code ssh-keygen} writes it. An
 * ed25519 key is made if there is none (RFC 8709).
 */
final class HostKey {
  private HostKey() {}

  static KeyPairProvider in(Path file) throws IOException {
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      return KeyPairProvider.wrap(read(file));
    } catch (GeneralSecurityException e) {
      throw noKey(file, e);
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw new Refusal(
          "the host key cannot be kept in " + file + " (" + reason + "): --host-key takes a file",
          e);
    }
  }

  /** From its first octet on nobody else may read it. */
  private static void make(Path file) throws IOException, GeneralSecurityException {
    KeyPair key = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
    Files.createDirectories(file.toAbsolutePath().getParent());
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(file, options, owner))) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "fourwave", null, out);
    }
  }

  private static Iterable<KeyPair> read(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      var keys =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName(file.toString()), in, null);
      if (keys == null) {
        throw noKey(file, null);
      }
      return keys;
    }
  }

  private static Refusal noKey(Path file, Exception cause) {
    return new Refusal(
        file
            + " is no private key without a passphrase: --host-key takes one that ssh-keygen made,"
            + " or the name of a file to make",
        cause);
  }
}
