package io.fourwave.examples.ssh;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's side of an ssh test: OpenSSH's programs, with nothing of the machine's own settings,
 * and what they need in a directory.
 */
final class SshClient {
  static final Duration PATIENCE = Duration.ofMinutes(5);
  static final String USER = "demo";
  static final String PASSWORD = "correct horse";

  private final Path directory;
  private final List<String> options = new ArrayList<>();

  SshClient(Path directory) {
    this.directory = directory;
    options("ConnectTimeout=60", "LogLevel=ERROR", "GlobalKnownHostsFile=/dev/null");
    options("UserKnownHostsFile=" + file("known_hosts"), "StrictHostKeyChecking=accept-new");
    options("IdentitiesOnly=yes", "IdentityAgent=none");
  }

  private SshClient(SshClient other, String... more) {
    directory = other.directory;
    options.addAll(other.options);
    options(more);
  }

  private void options(String... values) {
    for (String value : values) {
      options.add("-o");
      options.add(value);
    }
  }

  SshClient with(String... more) {
    return new SshClient(this, more);
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** Makes a key that may log in if it is in {@link #authorizedKeys}. */
  void makeKey(String type, String name) {
    Program.run("ssh-keygen", "-q", "-t", type, "-N", "", "-f", file(name).toString());
  }

  Path authorizedKeys(String... names) throws IOException {
    StringBuilder keys = new StringBuilder();
    for (String name : names) {
      keys.append(Files.readString(file(name + ".pub")));
    }
    return Files.writeString(file("authorized_keys"), keys);
  }

  SshClient withKey(String name) {
    return with("PreferredAuthentications=publickey", "IdentityFile=" + file(name));
  }

  /** Its programs run with a program that answers every question for a password. */
  SshClient withPassword(String password) throws IOException {
    Path answer = Files.writeString(file("askpass"), "#!/bin/sh\necho '" + password + "'\n");
    Files.setPosixFilePermissions(answer, PosixFilePermissions.fromString("rwx------"));
    return with("PreferredAuthentications=password");
  }

  /** Runs {@code ssh}. */
  Program ssh(String... words) {
    return program("ssh", List.of(), words);
  }

  /** Runs {@code ssh} on a terminal of its own. */
  Program onTerminal(String... words) {
    List<String> line = command("ssh", List.of("-tt"), words);
    return Program.onTerminal("'" + String.join("' '", line) + "'");
  }

  /** Runs a command there that has to end well, and returns what it prints. */
  String run(String command) {
    try (Program ssh = ssh(USER + "@" + Lab.STACK_V4, command)) {
      ssh.closeInput();
      expectSuccess(ssh);
      return ssh.output();
    }
  }

  /** Copies; a name that begins with a colon is there. */
  void scp(String from, String to) {
    try (Program scp = program("scp", List.of("-q"), remote(from), remote(to))) {
      expectSuccess(scp);
    }
  }

  private static String remote(String name) {
    return name.startsWith(":") ? USER + "@" + Lab.STACK_V4 + name : name;
  }

  /** Runs {@code sftp} with commands, the first of which to fail ends it. */
  Program sftp(String... commands) throws IOException {
    Path batch = Files.write(file("batch"), List.of(commands));
    return program("sftp", List.of("-b", batch.toString()), USER + "@" + Lab.STACK_V4);
  }

  static void expectSuccess(Program program) {
    int code = program.exitCode(PATIENCE);
    if (code != 0) {
      throw new AssertionError("it ends with " + code + ": " + program.output());
    }
  }

  private Program program(String name, List<String> first, String... words) {
    return Program.start(command(name, first, words));
  }

  private List<String> command(String name, List<String> first, String... words) {
    List<String> all = new ArrayList<>(List.of("env", "SSH_ASKPASS=" + file("askpass")));
    all.addAll(List.of("SSH_ASKPASS_REQUIRE=force", name, "-F", "/dev/null"));
    all.addAll(first);
    all.addAll(options);
    all.addAll(List.of(words));
    return all;
  }
}
