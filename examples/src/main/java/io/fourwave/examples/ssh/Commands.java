package io.fourwave.examples.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.NetworkStack;
import io.fourwave.examples.shell.StackCommands;
import io.fourwave.tcp.ConnectionStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.file.FileSystemException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.server.channel.ChannelSession;

/** What users may run: a line and its input in; output and an exit code out. For one thread. */
final class Commands {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int UNKNOWN = 127; // as shells have it

  static final String HELP =
      StackCommands.HELP
          + """
        echo TEXT      TEXT
        cat            what is sent
        cat FILE       a file
        cat >FILE      keep what is sent in a file
        sha256sum      the digest of what is sent
        sha256sum FILE the digest of a file
        help           this
      """;

  private final StackCommands stack;
  private final FileArea files;

  Commands(StackCommands stack, FileArea files) {
    this.stack = stack;
    this.files = files;
  }

  /** The commands of one connection's user. */
  static Commands of(NetworkStack stack, FileArea files, ChannelSession channel) {
    IoSession connection = channel.getSession().getIoSession();
    SocketAddress here = connection.getLocalAddress();
    SocketAddress there = connection.getRemoteAddress();
    return new Commands(
        new StackCommands(() -> status(stack, here, there), stack::connections, stack::counters),
        files);
  }

  private static ConnectionStatus status(
      NetworkStack stack, SocketAddress here, SocketAddress there) throws IOException {
    return stack.connections().stream()
        .filter(c -> here.equals(c.local()) && there.equals(c.remote()))
        .findFirst()
        .orElseThrow(() -> new IOException("this connection is over"));
  }

  /**
   * Runs a command to its end.
   *
   * @return its exit code
   */
  int run(String line, InputStream in, OutputStream out, OutputStream err) throws IOException {
    String[] words = line.strip().split("\\s+", 2);
    String rest = words.length > 1 ? words[1] : "";
    try {
      return switch (words[0]) {
        case "" -> DONE;
        case "help", "?" -> print(out, HELP);
        case "echo" -> print(out, rest + "\n");
        case "cat" -> cat(rest, in, out);
        case "sha256sum" -> digest(rest, in, out);
        default -> show(words[0], out, err);
      };
    } catch (FileSystemException e) {
      print(err, words[0] + ": " + sentence(e) + "\n");
      return FAILED;
    }
  }

  private static String sentence(FileSystemException e) {
    String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    return e.getFile() + ": " + reason;
  }

  private int show(String command, OutputStream out, OutputStream err) throws IOException {
    Optional<String> answer = stack.answer(command);
    if (answer.isPresent()) {
      return print(out, answer.get());
    }
    print(err, "there is no command '" + command + "': try help\n");
    return UNKNOWN;
  }

  private int cat(String argument, InputStream in, OutputStream out) throws IOException {
    if (argument.startsWith(">")) {
      try (OutputStream file = files.write(name(argument.substring(1)))) {
        in.transferTo(file);
      }
      return DONE;
    }
    try (InputStream source = argument.isEmpty() ? in : files.read(name(argument))) {
      source.transferTo(out);
    }
    return DONE;
  }

  private int digest(String argument, InputStream in, OutputStream out) throws IOException {
    MessageDigest sha256 = sha256();
    try (InputStream source = argument.isEmpty() ? in : files.read(name(argument));
        OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
      source.transferTo(sink);
    }
    String name = argument.isEmpty() ? "-" : name(argument);
    return print(out, HexFormat.of().formatHex(sha256.digest()) + "  " + name + "\n");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has it", e);
    }
  }

  /** A file's name, which may be in quotes as for a shell. */
  private static String name(String argument) {
    return argument.strip().replaceFirst("^(['\"])(.*)\\1$", "$2");
  }

  private static int print(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    return DONE;
  }
}
