package io.fourwave.examples.ssh;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** SFTP that stays in a directory: every name is looked at, and nobody makes links. */
final class ConfinedSftp implements SftpFileSystemAccessor {
  private final FileArea files;

  private ConfinedSftp(FileArea files) {
    this.files = files;
  }

  static SubsystemFactory in(FileArea files) {
    SftpSubsystemFactory sftp = new SftpSubsystemFactory();
    sftp.setFileSystemAccessor(new ConfinedSftp(files));
    return sftp;
  }

  @Override
  public Path resolveLocalFilePath(SftpSubsystemProxy sftp, Path directory, String name)
      throws IOException {
    Path path = SftpFileSystemAccessor.super.resolveLocalFilePath(sftp, directory, name);
    files.inside(path.toString());
    return path;
  }

  /** A link that is moved could lead somewhere else than where it was made. */
  @Override
  public void createLink(SftpSubsystemProxy sftp, Path link, Path existing, boolean symbolic)
      throws IOException {
    throw new AccessDeniedException(link.toString(), null, "links are not made here");
  }
}
