package io.fourwave.examples.ssh;

import static io.fourwave.examples.ssh.SshClient.PASSWORD;
import static io.fourwave.examples.ssh.SshClient.USER;
import static io.fourwave.examples.ssh.SshClient.expectSuccess;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ssh into the stack, with the OpenSSH client of this machine. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SshIT {
  private static final String THERE = USER + "@" + Lab.STACK_V4;

  @TempDir private Path directory;
  private SshClient client;
  private SshClient trusted;
  private Path files;
  private Lab lab;
  private AutoCloseable service;

  @BeforeEach
  void open() throws IOException {
    Lab.requirePrivateNetwork();
    client = new SshClient(directory);
    client.makeKey("ed25519", "ed25519");
    client.makeKey("rsa", "rsa");
    client.makeKey("ed25519", "stranger");
    trusted = client.withKey("ed25519");
    files = Files.createDirectory(directory.resolve("files"));
    lab = Lab.open();
    service = new SshService(settings()).start(lab.stack());
  }

  private SshSettings settings() throws IOException {
    Path keys = client.authorizedKeys("ed25519", "rsa");
    return new SshSettings(USER, PASSWORD, keys, directory.resolve("host_key"), files);
  }

  @AfterEach
  void close() throws Exception {
    if (service != null) {
      service.close();
      Lab.await("the connections to be gone", this::nobodyIsConnected);
    }
    if (lab != null) {
      lab.close();
    }
  }

  private boolean nobodyIsConnected() {
    return lab.connections().stream().allMatch(c -> c.state() == TcpState.TIME_WAIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {Lab.STACK_V4, Lab.STACK_V6})
  void aCommandIsRunAndItsExitCodeTold(String address) {
    try (Program echo = trusted.ssh(USER + "@" + address, "echo hi, there");
        Program nonsense = trusted.ssh(USER + "@" + address, "nonsense")) {
      expectSuccess(echo);
      assertEquals("hi, there\n", echo.output());
      assertEquals(127, nonsense.exitCode());
      assertTrue(nonsense.output().contains("no command 'nonsense'"), nonsense.output());
    }
  }

  @Test
  void stateIsThatOfTheVeryConnection() {
    String state = trusted.run("state");
    assertTrue(state.contains("ESTABLISHED") && state.contains("192.0.2.2:22"), state);
    assertTrue(trusted.run("connections").contains("192.0.2.2:22"));
    assertTrue(trusted.run("counters").contains("TcpInSegs"));
  }

  @Test
  void aTerminalEchoesEditsAndEnds() {
    try (Program terminal = trusted.onTerminal(THERE)) {
      terminal.awaitOutput("fourwave> ");
      terminal.type("eecho\u0015echo wrooong\b\b\b\b\b\b\u007ftyped\r");
      terminal.awaitOutput("\r\ntyped\r\n").awaitOutput("fourwave> ");
      terminal.type("state\r").awaitOutput("ESTABLISHED").awaitOutput("fourwave> ");
      terminal.type("hal\u0003").awaitOutput("^C\r\nfourwave> ");
      terminal.type("quit\r").awaitOutput("bye\r\n");
      assertEquals(0, terminal.exitCode());
    }
  }

  @Test
  void ctrlDEndsTheShell() {
    try (Program terminal = trusted.onTerminal(THERE)) {
      terminal.awaitOutput("fourwave> ").type("\u0004");
      assertEquals(0, terminal.exitCode());
    }
  }

  @Test
  void withoutATerminalTheShellReadsLines() {
    try (Program shell = trusted.ssh("-T", THERE)) {
      shell.type("echo one\necho two\n").closeInput();
      expectSuccess(shell);
      assertTrue(
          shell.output().contains("fourwave> one\nfourwave> two\nfourwave> "), shell.output());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "rsa"})
  void aKeyThatIsAuthorizedLetsIn(String key) {
    assertEquals("in\n", client.withKey(key).run("echo in"));
  }

  @Test
  void aKeyThatIsNotAuthorizedAndAnotherUserAreRefused() {
    try (Program stranger = client.withKey("stranger").ssh(THERE, "echo in");
        Program root = trusted.ssh("root@" + Lab.STACK_V4, "echo in")) {
      assertRefused(stranger);
      assertRefused(root);
    }
  }

  private static void assertRefused(Program program) {
    program.closeInput();
    assertEquals(255, program.exitCode());
    assertTrue(program.output().contains("Permission denied"), program.output());
  }

  @Test
  void thePasswordLetsInAndAWrongOneDoesNot() throws IOException {
    assertEquals("in\n", client.withPassword(PASSWORD).run("echo in"));
    try (Program wrong = client.withPassword("battery staple").ssh(THERE, "echo in")) {
      assertRefused(wrong);
    }
  }

  @Test
  void whoTriesManyPasswordsIsSentAway() throws IOException {
    SshClient persistent =
        client.withPassword("battery staple").with("NumberOfPasswordPrompts=100");
    try (Program wrong = persistent.ssh(THERE, "echo in")) {
      assertEquals(255, wrong.exitCode());
      assertTrue(wrong.output().contains("Too many"), wrong.output());
    }
  }

  @Test
  void theHostKeyIsKeptForItsOwnerAlone() throws Exception {
    trusted.run("help");
    service.close();
    service = new SshService(settings()).start(lab.stack());
    trusted.with("StrictHostKeyChecking=yes").run("help");
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(directory.resolve("host_key"))));
  }

  @Test
  void fiftySessionsAreServedAtOnce() {
    List<Program> sessions = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i += 10) { // ten log in at the same time
        List<Program> ten = Stream.generate(() -> trusted.ssh("-T", THERE)).limit(10).toList();
        sessions.addAll(ten);
        ten.forEach(session -> session.awaitOutput("fourwave> "));
      }
      for (int i = 0; i < 50; i++) {
        sessions.get(i).type("echo session " + i + "\n");
      }
      for (int i = 0; i < 50; i++) {
        sessions.get(i).awaitOutput("session " + i + "\n").closeInput();
        expectSuccess(sessions.get(i));
      }
    } finally {
      sessions.forEach(Program::close);
    }
  }

  @Test
  void nothingAboveTheDirectoryIsSeen() throws IOException {
    Files.writeString(directory.resolve("secret"), "secret");
    Files.createSymbolicLink(files.resolve("planted"), directory.resolve("secret"));
    Path stolen = directory.resolve("stolen");
    String[] moveALink = {"mkdir a", "symlink ../secret a/x", "rename a/x x", "get x " + stolen};

    assertFalse(refusedSftp("ls ../../..", "get nothing").contains("secret"));
    refusedSftp("get ../secret " + stolen);
    refusedSftp("get " + directory.resolve("secret") + " " + stolen);
    refusedSftp("get planted " + stolen);
    refusedSftp("symlink " + directory.resolve("secret") + " x");
    refusedSftp(moveALink);
    for (String command :
        List.of("cat ../secret", "cat planted", "cat /", "sha256sum /../secret")) {
      try (Program cat = trusted.ssh(THERE, command)) {
        cat.closeInput();
        assertEquals(1, cat.exitCode(), command);
      }
    }
    assertFalse(Files.exists(stolen));
  }

  private String refusedSftp(String... commands) throws IOException {
    try (Program sftp = trusted.sftp(commands)) {
      assertEquals(1, sftp.exitCode(), String.join("; ", commands));
      return sftp.output();
    }
  }

  @Test
  void aboveTheTopIsTheTop() {
    trusted.scp(directory.resolve("ed25519.pub").toString(), ":../../up");
    trusted.run("cat >../typed");
    assertTrue(Files.exists(files.resolve("up")));
    assertTrue(Files.exists(files.resolve("typed")));
  }
}
