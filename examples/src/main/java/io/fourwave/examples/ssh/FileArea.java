package io.fourwave.examples.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory that commands read and write files in, and nothing outside of it. */
final class FileArea {
  private final Path root;

  FileArea(Path directory) throws IOException {
    root = directory.toRealPath();
  }

  Path root() {
    return root;
  }

  InputStream read(String name) throws IOException {
    return Files.newInputStream(inside(name), LinkOption.NOFOLLOW_LINKS);
  }

  OutputStream write(String name) throws IOException {
    return Files.newOutputStream(
        inside(name),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  /** Absolute names begin at the directory, as with SFTP; no link leads out of it. */
  private Path inside(String name) throws IOException {
    Path path = root.resolve(name.replaceFirst("^/+", "")).normalize();
    if (!path.startsWith(root)
        || path.equals(root)
        || !path.getParent().toRealPath().startsWith(root)) {
      throw new AccessDeniedException(name);
    }
    return path;
  }
}
