package io.fourwave.examples.serve;

import io.fourwave.examples.Refusal;
import io.fourwave.examples.ssh.SshService;
import io.fourwave.examples.ssh.SshSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import picocli.CommandLine.Option;

/** The options about ssh: who may log in, and what they find. */
final class SshOptions {
  /** Without letters that look alike. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  private static final int PASSWORD_LENGTH = 12;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "ssh: the user who may log in (${DEFAULT-VALUE}).")
  private String user = "demo";

  @Option(
      names = "--password",
      paramLabel = "WORD",
      description = "ssh: the user's password (a random one, which is printed).")
  private String password;

  @Option(
      names = "--authorized-keys",
      paramLabel = "FILE",
      description = "ssh: public keys that may log in, as OpenSSH has them (none).")
  private Path authorizedKeys;

  @Option(
      names = "--host-key",
      paramLabel = "FILE",
      description = "ssh: the server's private key, made if there is none (in ~/.config/fourwave).")
  private Path hostKey;

  @Option(
      names = "--files",
      paramLabel = "DIRECTORY",
      description = "ssh: what scp and sftp see (a fresh temporary directory).")
  private Path files;

  /** Refuses what cannot work, before anything is touched. */
  void check() {
    if (!user.matches("[A-Za-z0-9_.-]{1,32}")) {
      throw new Refusal(
          "'" + user + "' is no user's name: --user takes up to 32 letters and digits");
    }
    if (password != null && password.isEmpty()) {
      throw new Refusal("--password takes a word of at least one letter");
    }
    if (authorizedKeys != null && !Files.isReadable(authorizedKeys)) {
      throw new Refusal(authorizedKeys + " cannot be read: --authorized-keys takes a file");
    }
    if (files != null && !Files.isDirectory(files)) {
      throw new Refusal(files + " is no directory: --files takes one that is there");
    }
  }

  /** The settings; what was not given is chosen now. */
  SshSettings settings() {
    return new SshSettings(
        user,
        password == null ? randomPassword() : password,
        authorizedKeys,
        hostKey == null ? defaultHostKey() : hostKey,
        files);
  }

  private static String randomPassword() {
    SecureRandom random = new SecureRandom();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return word.toString();
  }

  /** As the XDG base directory specification has it. */
  private static Path defaultHostKey() {
    String config = System.getenv("XDG_CONFIG_HOME");
    Path home =
        config == null || config.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".config")
            : Path.of(config);
    return home.resolve("fourwave").resolve("ssh_host_ed25519_key");
  }

  /** What a user has to know to log in; a password that was given is not repeated. */
  String invitation(SshService service, String address) {
    String known = password == null ? " (password " + service.settings().password() + ")" : "";
    return "ssh " + user + "@" + address + known + "; files in " + service.files();
  }
}
