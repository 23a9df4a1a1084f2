package io.fourwave.examples.interop;

import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** The kernel's side: sockets of the JDK, and bytes that can be told apart. */
final class Kernel {
  private static final int CHUNK = 1 << 16;

  private Kernel() {}

  /** Connects with the kernel's TCP. */
  static Socket connect(String address, int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(address, port), 30_000);
    socket.setSoTimeout(60_000);
    return socket;
  }

  /** A counter of {@code nstat}'s; it counts from the JVM's namespace being made. */
  static long counter(String name) {
    String line = Program.run("sh", "-c", "nstat -asz " + name + " | grep " + name);
    return Long.parseLong(line.trim().split(" +")[1]);
  }

  /** Writes pseudo-random octets and tells their digest. */
  static String pour(OutputStream out, long octets, long seed) throws IOException {
    Random random = new Random(seed);
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK];
    for (long left = octets; left > 0; left -= chunk.length) {
      random.nextBytes(chunk);
      int count = (int) Math.min(left, chunk.length);
      digest.update(chunk, 0, count);
      out.write(chunk, 0, count);
    }
    out.flush();
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Reads to the end and tells the digest. */
  static String drain(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK];
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      digest.update(chunk, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
