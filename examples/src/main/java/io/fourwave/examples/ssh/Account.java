package io.fourwave.examples.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/** The one user there is: by public key if there are any, or by password (RFC 4252 §7, §8). */
final class Account {
  private final SshSettings settings;

  Account(SshSettings settings) {
    this.settings = settings;
  }

  /** Has a server let this user in, and nobody else. */
  void admitTo(SshServer server) {
    List<UserAuthFactory> ways = new ArrayList<>();
    if (settings.authorizedKeys() != null) {
      server.setPublickeyAuthenticator(byKey());
      ways.add(UserAuthPublicKeyFactory.INSTANCE);
    }
    server.setPasswordAuthenticator(this::isPassword);
    ways.add(UserAuthPasswordFactory.INSTANCE);
    server.setUserAuthFactories(ways);
  }

  /** Takes as long for any password of the same length. */
  private boolean isPassword(String user, String password, ServerSession session) {
    boolean right =
        MessageDigest.isEqual(password.getBytes(UTF_8), settings.password().getBytes(UTF_8));
    return right && settings.user().equals(user);
  }

  /** The file is read again when it has changed. */
  private PublickeyAuthenticator byKey() {
    PublickeyAuthenticator file = new AuthorizedKeysAuthenticator(settings.authorizedKeys());
    return (String user, PublicKey key, ServerSession session) ->
        settings.user().equals(user) && file.authenticate(user, key, session);
  }
}
