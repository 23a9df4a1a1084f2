package io.fourwave.examples.http;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What has arrived of a request's body: nothing of it is kept. */
final class Upload {
  private final MessageDigest digest;
  private long octets;

  Upload() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void add(ByteBuf part) {
    octets += part.readableBytes();
    for (ByteBuffer piece : part.nioBuffers()) {
      digest.update(piece);
    }
  }

  String summary() {
    return octets + " octets, SHA-256 " + HexFormat.of().formatHex(digest.digest());
  }
}
