package io.fourwave.examples.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that users read and write files in, and nothing outside of it. Absolute names begin
 * at the directory; a link that leads out of it leads nowhere.
 */
final class FileArea {
  private static final Logger LOG = LoggerFactory.getLogger(FileArea.class);
  private static final Path TOP = Path.of("/");

  private final Path root;
  private final boolean temporary;

  FileArea(Path directory) throws IOException {
    this(directory, false);
  }

  private FileArea(Path directory, boolean temporary) throws IOException {
    root = directory.toRealPath();
    this.temporary = temporary;
  }

  /** A fresh directory, which goes when it is closed, unless there is something in it. */
  static FileArea temporary() throws IOException {
    return new FileArea(Files.createTempDirectory("fourwave-files-"), true);
  }

  void close() throws IOException {
    if (temporary) {
      try {
        Files.deleteIfExists(root);
      } catch (DirectoryNotEmptyException e) {
        LOG.info("{} is left as it is", root);
      }
    }
  }

  Path root() {
    return root;
  }

  InputStream read(String name) throws IOException {
    return Files.newInputStream(file(name), LinkOption.NOFOLLOW_LINKS);
  }

  OutputStream write(String name) throws IOException {
    return Files.newOutputStream(
        file(name),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  private Path file(String name) throws IOException {
    Path path = inside(name);
    if (Files.isDirectory(path)) {
      throw new FileSystemException(name, null, "is a directory");
    }
    return path;
  }

  /**
   * Where a name leads.
   *
   * @throws AccessDeniedException if that is outside
   */
  Path inside(String name) throws IOException {
    Path absolute = TOP.resolve(name).normalize(); // above the top is the top
    Path path = root.resolve(TOP.relativize(absolute));
    if (!realPlace(path).startsWith(root)) {
      throw new AccessDeniedException(name, null, "leads out of the directory");
    }
    return path;
  }

  /** The real path of a file, or of the directory that is to be made first for it. */
  private static Path realPlace(Path path) throws IOException {
    Path existing = path;
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
      existing = existing.getParent();
    }
    return existing.toRealPath();
  }
}
