package io.fourwave.examples.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Where control sockets are: in the user's run-time directory, or root's. */
final class SocketPlaces {
  static final String SUFFIX = ".sock";

  private static final Path SYSTEM = Path.of("/run/fourwave");

  private SocketPlaces() {}

  /** Where a stack of this user puts its socket. */
  static Path ofServer() {
    Path own = own();
    return own == null ? SYSTEM : own;
  }

  private static Path own() {
    String directory = System.getenv("XDG_RUNTIME_DIR");
    return directory == null || directory.isEmpty() ? null : Path.of(directory, "fourwave");
  }

  /** Makes a directory that others cannot look into. */
  static void make(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** All sockets that this user may see, one's own first. */
  static List<Path> all() throws IOException {
    List<Path> sockets = new ArrayList<>();
    Path own = own();
    if (own != null) {
      add(own, sockets);
    }
    try {
      add(SYSTEM, sockets);
    } catch (AccessDeniedException e) {
      if (sockets.isEmpty()) {
        throw e; // root's stacks are not this user's to see, but his own are
      }
    }
    return sockets;
  }

  private static void add(Path directory, List<Path> sockets) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      files.forEach(sockets::add);
    } catch (NoSuchFileException e) {
      return; // no stack has run here yet
    }
    sockets.sort(null);
  }

  /** Whether someone answers at a socket. */
  static boolean isAlive(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      return false;
    }
  }

  /** The device that a socket is named after. */
  static String name(Path socket) {
    String name = String.valueOf(socket.getFileName());
    return name.substring(0, name.length() - SUFFIX.length());
  }
}
