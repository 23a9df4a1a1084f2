package io.fourwave.examples.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one user there is: by public key if there are any, or by password (RFC 4252 §7, §8). */
final class Account {
  private static final Logger LOG = LoggerFactory.getLogger(Account.class);

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

  /** The file is read each time: what is changed in it counts at once. */
  private PublickeyAuthenticator byKey() {
    return (user, key, session) -> settings.user().equals(user) && isAuthorized(key, session);
  }

  private boolean isAuthorized(PublicKey key, ServerSession session) {
    try {
      for (AuthorizedKeyEntry entry :
          AuthorizedKeyEntry.readAuthorizedKeys(settings.authorizedKeys())) {
        PublicKey authorized = entry.resolvePublicKey(session, PublicKeyEntryResolver.IGNORING);
        if (authorized != null && KeyUtils.compareKeys(authorized, key) && isUnrestricted(entry)) {
          return true;
        }
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.warn("{}: {}", settings.authorizedKeys(), e.getMessage());
    }
    return false;
  }

  /** Options such as {@code command=} and {@code from=} restrict a key, and none is known here. */
  private boolean isUnrestricted(AuthorizedKeyEntry entry) {
    if (entry.getLoginOptions().isEmpty()) {
      return true;
    }
    LOG.warn(
        "{}: a key with options may not log in, as none is known here: {}",
        settings.authorizedKeys(),
        entry.getLoginOptions().keySet());
    return false;
  }
}
