package io.fourwave.examples.ssh;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {
  @TempDir private Path directory;

  private static PublicKey newKey() throws GeneralSecurityException {
    return KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256).getPublic();
  }

  private static String line(PublicKey key) {
    return PublicKeyEntry.toString(key) + " comment\n";
  }

  private boolean mayLogIn(String user, PublicKey key, String authorizedKeys) throws IOException {
    Path file = Files.writeString(directory.resolve("authorized_keys"), authorizedKeys);
    SshServer server = SshServer.setUpDefaultServer();
    new Account(new SshSettings("demo", "secret", file, null, null)).admitTo(server);
    return server.getPublickeyAuthenticator().authenticate(user, key, null);
  }

  @Test
  void theUsersOwnKeysMayLogInAndNoOthers() throws Exception {
    PublicKey ours = newKey();
    PublicKey other = newKey();
    assertTrue(mayLogIn("demo", ours, "# a comment\n\n" + line(other) + line(ours)));
    assertFalse(mayLogIn("root", ours, line(ours)));
    assertFalse(mayLogIn("demo", newKey(), line(other) + line(ours)));
  }

  @Test
  void aKeyThatIsRestrictedMayNotDoEverything() throws Exception {
    PublicKey key = newKey();
    assertFalse(mayLogIn("demo", key, "from=\"192.0.2.1\" " + line(key)));
    assertFalse(mayLogIn("demo", key, "command=\"echo no more\",restrict " + line(key)));
    assertFalse(mayLogIn("demo", key, "cert-authority " + line(key)));
    assertTrue(mayLogIn("demo", key, "restrict " + line(newKey()) + line(key)));
  }
}
