package io.fourwave.examples.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeyTest {
  @TempDir private Path directory;

  private static PublicKey publicKey(Path file) throws IOException, GeneralSecurityException {
    return HostKey.in(file).loadKeys(null).iterator().next().getPublic();
  }

  @Test
  void aKeyIsMadeOnceAndForItsOwnerAlone() throws Exception {
    Path file = directory.resolve("new").resolve("key");
    PublicKey made = publicKey(file);
    assertEquals(made, publicKey(file));
    String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    assertEquals("rw-------", rights);
  }

  @Test
  void whatIsNoKeyIsRefusedAndLeftAlone() throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "no key");
    Refusal refusal = assertThrows(Refusal.class, () -> HostKey.in(file));
    assertTrue(refusal.getMessage().contains("is no private key"), refusal.getMessage());
    assertEquals("no key", Files.readString(file));
  }

  @Test
  void whereNoFileCanBeMadeIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "").resolve("key");
    Refusal refusal = assertThrows(Refusal.class, () -> HostKey.in(file));
    assertTrue(refusal.getMessage().contains("cannot be kept in"), refusal.getMessage());
  }
}
