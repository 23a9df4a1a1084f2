package io.fourwave.examples.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.link.Faults;
import io.fourwave.link.FaultyLink;
import io.fourwave.tcp.TcpSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files through ssh, both ways, by digest; over a bad link as well. */
@Timeout(value = 550, unit = TimeUnit.SECONDS)
class SshTransferIT {
  private static final long OCTETS = 100_000_000;

  /** Over the bad link; with {@code -Dfourwave.long=true} it is as much as over the good one. */
  private static final long FEWER = Boolean.getBoolean("fourwave.long") ? OCTETS : 10_000_000;

  @TempDir private Path directory;

  @Test
  void copiesAreEqualBothWays() throws Exception {
    try (Lab lab = Lab.open()) {
      copyBothWays(lab, OCTETS, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = 2)
  void copiesAreEqualThoughPacketsAreLostAndReordered(long seed) throws Exception {
    Faults faults = Faults.parse("loss=3%,reorder=3%,seed=" + seed);
    System.out.println(FEWER + " octets, faults each way: " + faults);
    Lab.Plan plan = Lab.plan().withoutOffload().tcp(impatient());
    try (Lab lab = plan.link(device -> new FaultyLink(device, faults)).open()) {
      copyBothWays(lab, FEWER, seed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"net.ipv4.tcp_timestamps", "net.ipv4.tcp_sack", "net.ipv4.tcp_window_scaling"})
  void copiesAreEqualThoughTheKernelGoesWithoutAnOption(String option) throws Exception {
    try (Lab lab = Lab.open()) {
      Program.run("sysctl", "-qw", option + "=0");
      copyBothWays(lab, 5_000_000, 3);
    } finally {
      Program.run("sysctl", "-qw", option + "=1");
    }
  }

  /** RTOs as a link of microseconds deserves. */
  private static TcpSettings impatient() {
    TcpSettings settings = TcpSettings.defaults();
    return settings.with(
        settings
            .retransmission()
            .withTimeouts(Duration.ofMillis(100), Duration.ofMillis(10), Duration.ofSeconds(60)));
  }

  private void copyBothWays(Lab lab, long octets, long seed) throws Exception {
    SshClient client = new SshClient(directory);
    client.makeKey("ed25519", "key");
    SshClient trusted = client.withKey("key");
    Path files = Files.createDirectory(directory.resolve("files"));
    Path keys = client.authorizedKeys("key");
    SshSettings settings =
        new SshSettings(
            SshClient.USER, SshClient.PASSWORD, keys, directory.resolve("host_key"), files);
    String digest = write(directory.resolve("original"), octets, seed);
    try (AutoCloseable ssh = new SshService(settings).start(lab.stack())) {
      trusted.scp(client.file("original").toString(), ":by-scp");
      assertEquals(digest, digest(files.resolve("by-scp")), "scp to the stack");
      trusted.scp(":by-scp", client.file("back").toString());
      assertEquals(digest, digest(client.file("back")), "scp from the stack");

      Files.delete(client.file("back"));
      try (Program sftp =
          trusted.sftp(
              "put " + client.file("original") + " by-sftp",
              "get by-sftp " + client.file("back"))) {
        SshClient.expectSuccess(sftp);
      }
      assertEquals(digest, digest(files.resolve("by-sftp")), "sftp to the stack");
      assertEquals(digest, digest(client.file("back")), "sftp from the stack");
      assertTrue(trusted.run("sha256sum by-sftp").startsWith(digest));
    }
  }

  private static String write(Path file, long octets, long seed) throws Exception {
    Random random = new Random(seed);
    byte[] piece = new byte[1_000_000];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (long left = octets; left > 0; left -= piece.length) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
    return digest(file);
  }

  private static String digest(Path file) throws IOException, NoSuchAlgorithmException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
